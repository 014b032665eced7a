/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.util.Optional;

/** What has become of fragments of a split, until it is asked for. For the fetcher thread alone. */
interface ResultQueue {

    /**
     * Takes a result. Returns false where there is no room for it: it is not taken then. For a
     * loss, which takes none, there always is.
     */
    boolean add(SplitResult result);

    /** Whether there is a result that may leave. */
    boolean isReady();

    /** Whether no result is in the queue, be it ready or not. */
    boolean isEmpty();

    /** Takes the next result out, if it is ready. */
    Optional<SplitResult> poll();
}
