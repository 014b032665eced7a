/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.media.Fragment;

/** What has become of one fragment of a split. */
sealed interface SplitResult {

    /** The fragment's number. */
    String fragmentNumber();

    /** How many bytes it holds, for the {@link BufferBudget}. */
    long bytes();

    /** It has come whole. */
    record Arrived(Fragment fragment) implements SplitResult {
        @Override
        public String fragmentNumber() {
            return fragment.metadata().fragmentNumber();
        }

        @Override
        public long bytes() {
            return fragment.heldBytes();
        }
    }

    /** It can't be had. */
    record Lost(LostFragment fragment) implements SplitResult {
        @Override
        public String fragmentNumber() {
            return fragment.fragmentNumber();
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
