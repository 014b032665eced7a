/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.media.FragmentMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** All that there is to tell of a frame, as a line of text that is easy to compare. */
final class FrameLine {

    private FrameLine() {}

    static String of(ArchivedFrame frame) {
        FragmentMetadata fragment = frame.fragment();
        return line(
                frame.stream(),
                fragment.fragmentNumber(),
                frame.frame().index(),
                frame.frame().track().number(),
                frame.frame().isKeyFrame(),
                frame.frame().timestamp(),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                frame.frame().payload(),
                fragment.fragmentTags());
    }

    /** Every frame of generated streams, from the description that they are made from. */
    static List<String> truth(LocalKvsArchive archive, String... streams) {
        List<String> lines = new ArrayList<>();
        for (String stream : streams) {
            List<StoredFragment> fragments = archive.fragments(stream).toList();
            for (int i = 0; i < fragments.size(); i++) {
                lines.addAll(truth(archive, stream, fragments.get(i), i));
            }
        }
        return lines;
    }

    static List<String> truth(
            LocalKvsArchive archive, String stream, StoredFragment fragment, long fragmentIndex) {
        List<String> lines = new ArrayList<>();
        List<GeneratedFrame> frames = archive.generatedFrames(stream, fragment.fragmentNumber());
        for (int i = 0; i < frames.size(); i++) {
            GeneratedFrame frame = frames.get(i);
            lines.add(
                    line(
                            stream,
                            fragment.fragmentNumber(),
                            i,
                            frame.track(),
                            frame.isKeyFrame(),
                            fragment.producerTimestamp().plus(frame.offset()),
                            fragment.producerTimestamp(),
                            fragment.serverTimestamp(),
                            frame.payload(),
                            Map.of("place", Long.toString(fragmentIndex))));
        }
        return lines;
    }

    private static String line(
            String stream,
            String fragment,
            int index,
            long track,
            boolean keyFrame,
            Instant timestamp,
            Instant producerTimestamp,
            Instant serverTimestamp,
            byte[] payload,
            Map<String, String> tags) {
        CRC32 crc32 = new CRC32();
        crc32.update(payload);
        return String.join(
                " ",
                stream,
                fragment,
                Integer.toString(index),
                Long.toString(track),
                Boolean.toString(keyFrame),
                timestamp.toString(),
                producerTimestamp.toString(),
                serverTimestamp.toString(),
                Integer.toString(payload.length),
                Long.toHexString(crc32.getValue()),
                tags.toString());
    }

    /** Makes lines from frames. */
    static final class Schema implements KvsArchiveDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {
            out.collect(of(frame));
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
