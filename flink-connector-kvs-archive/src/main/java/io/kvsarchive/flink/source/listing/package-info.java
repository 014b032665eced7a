/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Finds the fragments of a stream, one window of time after the other. Knows what to ask the
 * service for and what the answers mean, and calls nobody: who makes the calls is free to let them
 * wait for a quota, or for their turn.
 */
@NullMarked
package io.kvsarchive.flink.source.listing;

import org.jspecify.annotations.NullMarked;
