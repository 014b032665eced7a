/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.loss.LostFragmentPolicy;
import org.apache.flink.annotation.Internal;

/**
 * How fragments are found and handed out.
 *
 * @param pageSize how many fragments one page of a listing holds at most
 * @param windowFragments how many fragments one window of a listing holds at most
 * @param splitSize how much one split may hold
 * @param lanesPerStream how many readers read one stream at a time
 * @param lostFragments what to do where data is known to be gone
 */
@Internal
public record EnumeratorSettings(
        int pageSize,
        int windowFragments,
        SplitSize splitSize,
        int lanesPerStream,
        LostFragmentPolicy lostFragments) {}
