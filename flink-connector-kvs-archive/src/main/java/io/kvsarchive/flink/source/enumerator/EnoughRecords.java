/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether a reader has emitted as many records as the job wants. Should a reader start anew, what
 * it had emitted may count no more.
 */
final class EnoughRecords {

    private final Set<Integer> startedReaders = new HashSet<>();
    private boolean isReached;

    void reached() {
        isReached = true;
    }

    boolean isReached() {
        return isReached;
    }

    void readerStarts(int reader) {
        boolean startsAnew = !startedReaders.add(reader);
        isReached = isReached && !startsAnew;
    }
}
