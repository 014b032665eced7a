/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Lets results leave as they come. */
final class ArrivalOrder implements ResultQueue {

    private final Queue<SplitResult> results = new ArrayDeque<>();

    @Override
    public boolean add(SplitResult result) {
        return results.add(result);
    }

    @Override
    public boolean isReady() {
        return !results.isEmpty();
    }

    @Override
    public boolean isEmpty() {
        return results.isEmpty();
    }

    @Override
    public Optional<SplitResult> poll() {
        return Optional.ofNullable(results.poll());
    }
}
