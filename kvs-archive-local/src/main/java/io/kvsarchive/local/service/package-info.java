/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The operations of the service: what requests may say, and what the answers are.
 *
 * <p>Knows the service's JSON, and neither sockets nor Matroska.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.service;

import org.jspecify.annotations.NullMarked;
