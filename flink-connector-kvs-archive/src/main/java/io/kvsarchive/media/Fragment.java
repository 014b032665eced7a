/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole fragment.
 *
 * @param metadata what is known of the fragment besides its frames
 * @param frames those of the fragment's frames that the parser was to keep, in the order of the
 *     body; there may be none
 * @param frameTimes from when to when its frames last, those that were not kept among them; empty
 *     where it had none
 * @param bytesRead how many bytes of the body the fragment took
 */
public record Fragment(
        FragmentMetadata metadata,
        List<Frame> frames,
        Optional<FrameTimes> frameTimes,
        long bytesRead) {

    public Fragment {
        Objects.requireNonNull(metadata, "metadata");
        frames = List.copyOf(frames);
        Objects.requireNonNull(frameTimes, "frameTimes");
    }
}
