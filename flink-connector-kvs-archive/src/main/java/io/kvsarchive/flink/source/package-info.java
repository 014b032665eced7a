/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The Flink source, {@link io.kvsarchive.flink.source.KvsArchiveSource}, and its builders.
 *
 * <p>Below it, from what users set to what they get: {@code config} and {@code selection}; {@code
 * enumerator}, which hands out splits of what {@code discovery} finds; {@code reader}, which emits
 * what {@code fetch} has read; and {@code record}.
 */
@NullMarked
package io.kvsarchive.flink.source;

import org.jspecify.annotations.NullMarked;
