/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import org.apache.flink.annotation.Internal;

/** How much one split, and so one request, may hold. A single fragment may exceed the bytes. */
@Internal
public record SplitSize(int maxFragments, long maxBytes) {}
