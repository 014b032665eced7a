/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Finds the fragments that a job reads, and hands them out as splits to the readers that ask.
 *
 * <p>All state changes on the coordinator's thread; the service is called on threads of the
 * enumerator's own, so that one slow stream holds up neither the coordinator nor the other streams.
 */
package io.kvsarchive.flink.source.enumerator;
