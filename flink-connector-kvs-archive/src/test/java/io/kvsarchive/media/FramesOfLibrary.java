/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.mkv.FrameProcessException;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElementVisitException;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadata;
import com.amazonaws.kinesisvideo.parser.utilities.FrameVisitor;
import com.amazonaws.kinesisvideo.parser.utilities.MkvTrackMetadata;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the Parser Library finds in a document, used as its users do. */
final class FramesOfLibrary implements FrameVisitor.FrameProcessor {

    /** A frame, in words, and the number of its fragment. */
    record Seen(String fragmentNumber, String frame) {

        static Seen of(String fragmentNumber, long track, boolean isKeyFrame, byte[] payload) {
            return new Seen(
                    fragmentNumber, track + " " + isKeyFrame + " " + Arrays.toString(payload));
        }
    }

    private final List<Seen> frames = new ArrayList<>();

    private FramesOfLibrary() {}

    static List<Seen> in(byte[] document) throws MkvElementVisitException {
        FramesOfLibrary processor = new FramesOfLibrary();
        StreamingMkvReader.createDefault(
                        new InputStreamParserByteSource(new ByteArrayInputStream(document)))
                .apply(FrameVisitor.create(processor));
        return processor.frames;
    }

    /** What it is to find of a fragment without lacing and BlockGroups, which it leaves alone. */
    static List<Seen> expected(Fragment fragment) {
        return fragment.frames().stream()
                .map(
                        frame ->
                                Seen.of(
                                        fragment.metadata().fragmentNumber(),
                                        frame.track().number(),
                                        frame.isKeyFrame(),
                                        frame.payload()))
                .toList();
    }

    @Override
    public void process(
            com.amazonaws.kinesisvideo.parser.mkv.Frame frame,
            MkvTrackMetadata track,
            Optional<FragmentMetadata> fragment)
            throws FrameProcessException {
        ByteBuffer data = frame.getFrameData();
        byte[] payload = new byte[data.remaining()];
        data.get(payload);
        frames.add(
                Seen.of(
                        fragment.orElseThrow().getFragmentNumberString(),
                        track.getTrackNumber().longValue(),
                        frame.isKeyFrame(),
                        payload));
    }
}
