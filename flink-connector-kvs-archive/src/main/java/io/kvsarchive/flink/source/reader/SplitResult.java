/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.loss.LostFragment;
import io.kvsarchive.media.Fragment;

/** What has become of one fragment of a split. */
sealed interface SplitResult {

    /** It has come whole. */
    record Arrived(Fragment fragment) implements SplitResult {}

    /** It can't be had. */
    record Lost(LostFragment fragment) implements SplitResult {}
}
