/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A whole fragment.
 *
 * @param metadata what is known of the fragment besides its frames
 * @param frames those of the fragment's frames that the parser was to keep, in the order of the
 *     body; there may be none
 * @param frameTimes from when to when its frames last, those that were not kept among them; empty
 *     where it had none
 * @param bytesRead how many bytes of the body the fragment took
 * @param document the fragment as a Matroska document of its own, if the parser was to keep it, or
 *     else empty: its bytes as they came where it has an EBML header and a Segment to itself, and
 *     otherwise after the headers of the Segment that it shares. Not a copy, and not to be changed
 */
@Internal
public record Fragment(
        FragmentMetadata metadata,
        List<Frame> frames,
        Optional<FrameTimes> frameTimes,
        long bytesRead,
        byte[] document) {

    public Fragment {
        Objects.requireNonNull(metadata, "metadata");
        frames = List.copyOf(frames);
        Objects.requireNonNull(frameTimes, "frameTimes");
        Objects.requireNonNull(document, "document");
    }

    /** How many bytes its frames and its document take in memory at most. */
    public long heldBytes() {
        return bytesRead + document.length;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Fragment that
                        && bytesRead == that.bytesRead
                        && metadata.equals(that.metadata)
                        && frames.equals(that.frames)
                        && frameTimes.equals(that.frameTimes)
                        && Arrays.equals(document, that.document));
    }

    @Override
    public int hashCode() {
        return Objects.hash(metadata, frames, frameTimes, bytesRead, Arrays.hashCode(document));
    }

    @Override
    public String toString() {
        return "Fragment{metadata=%s, frames=%s, frameTimes=%s, bytesRead=%s, documentSize=%s}"
                .formatted(metadata, frames, frameTimes, bytesRead, document.length);
    }
}
