/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * HTTP on loopback: endpoints, who may call, and how answers are put on the wire. The only package
 * that imports Netty.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.http;

import org.jspecify.annotations.NullMarked;
