/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body that was recorded from the service into its fragments.
 *
 * <p>What is served for a fragment are the bytes as they were recorded, but for three things. The
 * Tags that GetMedia alone adds after each fragment are left out. In a Segment with several
 * Clusters (as the Parser Library's merger writes them) each fragment becomes a document of its
 * own, with what stood before the Segment's first Tags repeated. A Segment of known size becomes
 * one of unknown size.
 */
public final class RecordedBody implements ElementVisitor {

    private final MediaSource source;
    private final MediaReader media;
    private final List<RecordedFragment> fragments = new ArrayList<>();

    /** What a further fragment of the same Segment begins with. */
    private final List<Piece> repeated = new ArrayList<>();

    private List<Piece> pieces = new ArrayList<>();
    private @Nullable ServiceTags tags;
    private boolean reportsError;
    private boolean hasEnded;
    private boolean hasCluster;
    private boolean isInsideCluster;
    private long timecodeScale = SegmentInfo.DEFAULT_TIMECODE_SCALE;
    private long clusterTime;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    private RecordedBody(MediaSource source, MediaReader media) {
        this.source = source;
        this.media = media;
    }

    /**
     * Finds the fragments of a body, in their order. Documents that report an error, and such
     * without a fragment, are passed over.
     *
     * @throws MalformedMatroskaException if the body is cut short, or a Cluster has no fragment
     *     number
     */
    public static List<RecordedFragment> fragmentsOf(MediaSource source) throws IOException {
        try (MediaReader media = source.open()) {
            RecordedBody body = new RecordedBody(source, media);
            ElementScan.scan(media, 0, source.size(), ElementTree.SEGMENT, body);
            body.endFragment();
            return List.copyOf(body.fragments);
        }
    }

    /**
     * Whether a file is a recorded body: its first fragment has a number. Reads no further than to
     * the first Cluster.
     */
    public static boolean isRecordedBody(MediaSource source) throws IOException {
        try (MediaReader media = source.open()) {
            ElementScan.scan(media, 0, source.size(), ElementTree.SEGMENT, new Probe(media));
            return false;
        } catch (Probe.Answer answer) {
            return answer.isRecorded;
        }
    }

    @Override
    public void enter(Element element) throws IOException {
        if (element.id() == ElementId.SEGMENT) {
            keepAndRepeat(segmentHead(element));
        } else if (element.id() == ElementId.CLUSTER) {
            if ((tags == null && !reportsError) || hasCluster) {
                throw new MalformedMatroskaException(
                        media.name(), element.start(), "a Cluster without a fragment number");
            }
            hasCluster = true;
            isInsideCluster = true;
        }
    }

    private static Piece segmentHead(Element segment) {
        return segment.hasKnownSize()
                ? new Piece.Bytes(new EbmlWriter().headOfUnknownSize(ElementId.SEGMENT).toBytes())
                : new Piece.Range(segment.start(), segment.dataStart() - segment.start());
    }

    @Override
    public void leaf(Element element) throws IOException {
        int id = element.id();
        if (id == ElementId.EBML) {
            endFragment();
            repeated.clear();
            timecodeScale = SegmentInfo.DEFAULT_TIMECODE_SCALE;
            keepAndRepeat(rangeOf(element));
        } else if (id == ElementId.TIMECODE) {
            clusterTime = ElementData.unsigned(media, element);
        } else if (id == ElementId.SIMPLE_BLOCK || id == ElementId.BLOCK) {
            long time = clusterTime + BlockHead.read(media, element).time();
            earliest = Math.min(earliest, time);
            latest = Math.max(latest, time);
        } else if (!isInsideCluster) {
            segmentChild(element);
        }
    }

    private void segmentChild(Element element) throws IOException {
        if (element.id() == ElementId.TAGS) {
            segmentTags(element);
            return;
        }
        if (element.id() == ElementId.INFO) {
            timecodeScale = SegmentInfo.read(media, element).timecodeScale();
        }
        if (hasCluster || tags != null) {
            pieces.add(rangeOf(element));
        } else {
            keepAndRepeat(rangeOf(element));
        }
    }

    private void segmentTags(Element element) throws IOException {
        List<SimpleTag> all = SimpleTag.readAll(media, element);
        if (ServiceTags.areOfGetMediaOnly(all)) {
            hasEnded = true;
            return;
        }
        boolean describesNext = ServiceTags.describeFragment(all);
        if (hasEnded || (hasCluster && describesNext)) {
            endFragment();
            pieces.addAll(repeated);
        }
        if (describesNext) {
            reportsError = all.stream().anyMatch(tag -> tag.name().endsWith("ERROR_CODE"));
            tags = reportsError ? null : parse(all, element);
        }
        pieces.add(rangeOf(element));
    }

    private ServiceTags parse(List<SimpleTag> all, Element element) throws IOException {
        try {
            return ServiceTags.of(all);
        } catch (IllegalArgumentException e) {
            throw new MalformedMatroskaException(media.name(), element.start(), e.getMessage());
        }
    }

    @Override
    public void leave(Element element, long end) {
        if (element.id() == ElementId.CLUSTER) {
            isInsideCluster = false;
            pieces.add(new Piece.Range(element.start(), end - element.start()));
        }
    }

    private void endFragment() {
        if (tags != null) {
            long ticks = latest < earliest ? 0 : latest - earliest;
            fragments.add(
                    new RecordedFragment(source, tags, ticks * timecodeScale / 1_000_000, pieces));
        }
        pieces = new ArrayList<>();
        tags = null;
        reportsError = false;
        hasEnded = false;
        hasCluster = false;
        earliest = Long.MAX_VALUE;
        latest = Long.MIN_VALUE;
    }

    private void keepAndRepeat(Piece piece) {
        pieces.add(piece);
        repeated.add(piece);
    }

    private static Piece rangeOf(Element element) {
        return new Piece.Range(element.start(), element.end() - element.start());
    }

    /** Looks at what comes before the first Cluster. */
    private static final class Probe implements ElementVisitor {

        private final MediaReader media;

        private Probe(MediaReader media) {
            this.media = media;
        }

        @Override
        public void enter(Element element) throws Answer {
            if (element.id() == ElementId.CLUSTER) {
                throw new Answer(false);
            }
        }

        @Override
        public void leaf(Element element) throws IOException {
            if (element.id() == ElementId.TAGS
                    && ServiceTags.describeFragment(SimpleTag.readAll(media, element))) {
                throw new Answer(true);
            }
        }

        /** Ends the scan early. */
        private static final class Answer extends IOException {

            private static final long serialVersionUID = 1L;

            private final boolean isRecorded;

            private Answer(boolean isRecorded) {
                super("found");
                this.isRecorded = isRecorded;
            }
        }
    }
}
