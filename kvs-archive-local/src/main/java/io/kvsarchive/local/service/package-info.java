/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The operations of the service: what requests may say, and what the answers are.
 *
 * <p>Knows the service's JSON, and neither sockets nor Matroska.
 */
@NullMarked
package io.kvsarchive.local.service;

import org.jspecify.annotations.NullMarked;
