/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.record.WholeFragment;
import org.apache.flink.annotation.Internal;

/** One element of a fetch: a checkpoint can fall before or after it. */
@Internal
public sealed interface FetchedElement {

    /**
     * A frame.
     *
     * @param isLastOfFragment whether the fragment is done with it
     */
    record OfFrame(ArchivedFrame frame, boolean isLastOfFragment) implements FetchedElement {}

    /** A fragment of which no frame is left to emit: that it is done is all there is to it. */
    record OfNoFrame(String fragmentNumber) implements FetchedElement {}

    /** A fragment as a whole. */
    record OfFragment(WholeFragment fragment) implements FetchedElement {}

    /** What stands in the place of a fragment that can't be had. */
    record OfLoss(LostFragment fragment) implements FetchedElement {}

    /** What the listing tells of a fragment. */
    record OfListing(ArchivedFragment fragment) implements FetchedElement {}
}
