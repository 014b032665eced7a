/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A fragment with all that was read of it: what decodes on its own. Immutable.
 *
 * @param stream the name of the video stream
 * @param metadata what is known of the fragment besides its frames
 * @param frames those of its frames that the source keeps, in the order of the body, which for
 *     video is the order of decoding; there may be none
 * @param document the fragment's bytes as they came, a Matroska document that any player opens;
 *     empty unless the schema asks for it. Not a copy, and not to be changed
 */
@PublicEvolving
public record WholeFragment(
        String stream, FragmentMetadata metadata, List<Frame> frames, byte[] document) {

    public WholeFragment {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(metadata, "metadata");
        frames = List.copyOf(frames);
        Objects.requireNonNull(document, "document");
    }
}
