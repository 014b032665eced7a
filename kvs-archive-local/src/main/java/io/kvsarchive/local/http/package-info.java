/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * HTTP on loopback: endpoints, who may call, and how answers are put on the wire. The only package
 * that imports Netty.
 */
@NullMarked
package io.kvsarchive.local.http;

import org.jspecify.annotations.NullMarked;
