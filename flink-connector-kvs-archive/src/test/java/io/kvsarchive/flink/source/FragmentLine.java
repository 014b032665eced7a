/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.ParserLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * All that there is to tell of a whole fragment, as a line of text that is easy to compare: that of
 * the fragment, in the shape that {@link WindowCounts} understands, and those of its frames.
 */
final class FragmentLine {

    private static final String SEPARATOR = " | ";

    private FragmentLine() {}

    /** The fragment must have a document, in which the same frames must be. */
    static String of(WholeFragment fragment) {
        List<Frame> inDocument = framesOf(fragment.document());
        if (!inDocument.equals(fragment.frames())) {
            throw new IllegalStateException("not the document of " + fragment);
        }
        return line(
                fragment.stream(),
                fragment.fragment().fragmentNumber(),
                fragment.fragment().producerTimestamp(),
                fragment.frames().stream()
                        .map(
                                frame ->
                                        FrameLine.of(
                                                new ArchivedFrame(
                                                        fragment.stream(),
                                                        fragment.fragment(),
                                                        frame)))
                        .toList());
    }

    private static List<Frame> framesOf(byte[] document) {
        try {
            Fragment fragment =
                    new FragmentParser(new ByteArrayInputStream(document), ParserLimits.DEFAULT)
                            .next()
                            .map(
                                    result ->
                                            result instanceof Whole whole
                                                    ? whole.fragment()
                                                    : ((OpenEnded) result).fragment())
                            .orElseThrow();
            return fragment.frames();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every fragment of generated streams, from the description that they are made from. */
    static List<String> truth(LocalKvsArchive archive, String... streams) {
        List<String> lines = new ArrayList<>();
        for (String stream : streams) {
            List<StoredFragment> fragments = archive.fragments(stream).toList();
            for (int i = 0; i < fragments.size(); i++) {
                lines.add(truth(archive, stream, fragments.get(i), i));
            }
        }
        return lines;
    }

    static String truth(
            LocalKvsArchive archive, String stream, StoredFragment fragment, long fragmentIndex) {
        return line(
                stream,
                fragment.fragmentNumber(),
                fragment.producerTimestamp(),
                FrameLine.truth(archive, stream, fragment, fragmentIndex));
    }

    private static String line(String stream, String number, Instant start, List<String> frames) {
        List<String> parts = new ArrayList<>();
        parts.add(String.join(" ", stream, number, "-", "-", "-", start.toString(), "-"));
        parts.addAll(frames);
        return String.join(SEPARATOR, parts);
    }

    static String ofLoss(String stream, String number, Instant start, LostFragment.Cause cause) {
        return String.join(" ", stream, number, "lost", cause.toString(), "-", start.toString());
    }

    /** Makes lines from fragments and losses. */
    static final class Schema implements KvsArchiveFragmentDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean needsDocument() {
            return true;
        }

        @Override
        public void deserialize(WholeFragment fragment, Collector<String> out) {
            out.collect(of(fragment));
        }

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out) {
            out.collect(
                    ofLoss(
                            fragment.stream(),
                            fragment.fragmentNumber(),
                            fragment.producerTimestamp().orElseThrow(),
                            fragment.cause()));
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
