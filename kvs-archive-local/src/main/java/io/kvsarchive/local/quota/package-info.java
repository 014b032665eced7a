/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What callers may ask for within a time: what is left of each quota, which calls are refused, and
 * how fast bodies come. Knows nothing of the wire.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.quota;

import org.jspecify.annotations.NullMarked;
