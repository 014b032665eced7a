/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * A fragment as ListFragments describes it.
 *
 * @param fragmentNumber the fragment's number, unique within its stream
 * @param producerTimestamp when the producer says that the fragment began
 * @param serverTimestamp when the service began to receive the fragment
 * @param sizeInBytes the fragment's size, including what the service adds to it
 * @param duration from the first frame's time to the last frame's: the last frame's own duration is
 *     not in it, so a fragment of one frame lasts zero
 */
@Internal
public record ListedFragment(
        String fragmentNumber,
        Instant producerTimestamp,
        Instant serverTimestamp,
        long sizeInBytes,
        Duration duration) {

    public ListedFragment {
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        Objects.requireNonNull(producerTimestamp, "producerTimestamp");
        Objects.requireNonNull(serverTimestamp, "serverTimestamp");
        Objects.requireNonNull(duration, "duration");
    }

    /** The time by which a selector of the given type selects this fragment. */
    public Instant timestamp(FragmentSelectorType type) {
        return type == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? producerTimestamp
                : serverTimestamp;
    }
}
