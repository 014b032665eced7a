/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import org.apache.flink.annotation.Internal;

/**
 * How fragments are found and handed out.
 *
 * @param pageSize how many fragments one page of a listing holds at most
 * @param windowFragments how many fragments one window of a listing holds at most
 * @param splitSize how much one split may hold
 * @param lanesPerStream how many readers read one stream at a time
 */
@Internal
public record EnumeratorSettings(
        int pageSize, int windowFragments, SplitSize splitSize, int lanesPerStream) {}
