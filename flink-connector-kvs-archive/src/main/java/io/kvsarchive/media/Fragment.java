/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.List;
import java.util.Objects;

/**
 * A whole fragment.
 *
 * @param metadata what is known of the fragment besides its frames
 * @param frames the fragment's frames, in the order of the body; there may be none
 * @param bytesRead how many bytes of the body the fragment took
 */
public record Fragment(FragmentMetadata metadata, List<Frame> frames, long bytesRead) {

    public Fragment {
        Objects.requireNonNull(metadata, "metadata");
        frames = List.copyOf(frames);
    }
}
