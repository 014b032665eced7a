/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.matroska.FragmentDocument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Fragments that came into a stream in one go. Does not change, but for how many are visible.
 *
 * <p>They are addressed by their rank: their place in the order of their start, of which there is
 * one for each clock.
 */
interface Session {

    /**
     * How many fragments are visible at a moment, in milliseconds since the epoch: those of the
     * lowest ranks, by either clock. They never become fewer as time goes by.
     */
    long visible(long asOf);

    /** How many fragments begin before a time, in milliseconds since the epoch, visible or not. */
    long countBefore(Clock clock, long millis);

    /** The fragment at a rank. */
    StoredFragment fragment(Clock clock, long rank);

    /** The rank by the producer's clock of the fragment that has a number, visible or not. */
    OptionalLong find(String number);

    /** Opens the document of the fragment at a rank by the producer's clock. */
    FragmentDocument open(long rank) throws IOException;

    /** The frames of the fragment at a rank, if they are generated. */
    default Optional<List<GeneratedFrame>> generatedFrames(long rank) {
        return Optional.empty();
    }

    /** The highest counter of its fragment numbers. */
    long lastCounter();
}
