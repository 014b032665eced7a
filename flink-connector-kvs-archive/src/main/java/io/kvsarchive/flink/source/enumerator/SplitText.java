/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;

/** A split in a line of the log; written only if the line is. */
record SplitText(KvsArchiveSplit split) {

    @Override
    public String toString() {
        return "%s fragments of stream '%s' from %s on"
                .formatted(
                        split.fragments().size(),
                        split.stream(),
                        split.fragments().stream()
                                .map(FragmentToRead::fragmentNumber)
                                .findFirst()
                                .orElse("none"));
    }
}
