/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.peer;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.mkv.Frame;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElementVisitException;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadata;
import com.amazonaws.kinesisvideo.parser.utilities.FrameVisitor;
import com.amazonaws.kinesisvideo.parser.utilities.MkvTrackMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** The Parser Library, used as its samples do. */
public final class ParserLibrary {

    private ParserLibrary() {}

    /**
     * Reads a body to its end.
     *
     * @param payloads is given each frame's payload, which is its to keep
     */
    public static void read(InputStream body, Consumer<ByteBuffer> payloads) throws IOException {
        FrameVisitor.FrameProcessor processor =
                new FrameVisitor.FrameProcessor() {
                    @Override
                    public void process(
                            Frame frame,
                            MkvTrackMetadata track,
                            Optional<FragmentMetadata> fragment) {
                        payloads.accept(frame.getFrameData());
                    }
                };
        try {
            StreamingMkvReader.createDefault(new InputStreamParserByteSource(body))
                    .apply(FrameVisitor.create(processor));
        } catch (MkvElementVisitException e) {
            throw new IOException(e);
        }
    }
}
