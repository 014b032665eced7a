/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What goes wrong on purpose: whether a call is refused, what its body is made of and where that is
 * broken. Knows nothing of the wire.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.fault;

import org.jspecify.annotations.NullMarked;
