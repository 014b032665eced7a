/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.float8;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Element.unsigned;

import io.kvsarchive.media.FragmentResult.InBandError;
import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A body to be written, and what a parser must find in it. */
record ArbitraryBody(List<Document> documents) {

    private static final String NO_TRACK = "no such track";

    /** A number of bytes as which a size is written: as few as it needs, or so many. */
    private static final Arbitrary<Integer> SIZE_BYTES = Arbitraries.integers().between(0, 8);

    private static final Arbitrary<Boolean> FLAG = Arbitraries.of(false, true);
    private static final Arbitrary<String> TEXT =
            Arbitraries.strings()
                    .withCharRange('a', 'z')
                    .withChars(" \u00e9\u0416\u6f22")
                    .ofMaxLength(12);
    private static final String PREFIX = "AWS_KINESISVIDEO_";
    private static final Instant SERVER_TIMESTAMP = Instant.ofEpochSecond(12, 345_000_000);

    /** What may stand anywhere and says nothing. */
    enum Noise {
        NONE,
        VOID,
        CRC_32,
        UNKNOWN;

        void addTo(List<Element> elements) {
            switch (this) {
                case NONE -> {}
                case VOID -> elements.add(Matroska.voidElement(100));
                case CRC_32 -> elements.add(Matroska.crc32());
                case UNKNOWN -> elements.add(binary(0x4FFB, (byte) 1, (byte) 2));
            }
        }
    }

    /** An EBML header and a Segment. A TimecodeScale of 0 is not written. */
    record Document(
            boolean isSizeKnown,
            int sizeBytes,
            int allSizeBytes,
            long timecodeScale,
            List<Track> tracks,
            List<Part> parts,
            Noise noise) {}

    /** What the service sends in place of a fragment that was asked for. */
    enum Kind {
        FRAGMENT,
        FRAGMENT_WITHOUT_CLUSTER,
        ERROR
    }

    /** A fragment or in-band error. */
    record Part(
            Kind kind,
            Instant producerTimestamp,
            Spelling spelling,
            List<Tag> tagsBefore,
            Cluster cluster,
            List<Tag> tagsAfter,
            boolean isClosed) {}

    /** How the service writes its tags. */
    record Spelling(boolean hasLongNames, boolean hasElementEach) {}

    /** A Cluster, and what stands on both sides of it. */
    record Cluster(boolean isSizeKnown, int sizeBytes, List<Block> blocks, Noise noise) {}

    /** How a block that refers to another says so. */
    enum Form {
        SIMPLE_BLOCK,
        REFERENCE_LAST,
        REFERENCE_FIRST
    }

    /** A block of frames of these sizes. */
    record Block(
            int track,
            short time,
            int lacing,
            boolean isKeyFrame,
            Form form,
            List<Integer> sizes,
            Noise noise) {

        byte[][] payloads() {
            int count = lacing == Matroska.NO_LACING ? 1 : sizes.size();
            byte[][] payloads = new byte[count][];
            for (int i = 0; i < count; i++) {
                int size = sizes.get(lacing == Matroska.FIXED_LACING ? 0 : i);
                payloads[i] = Matroska.payload(size, 7 * i + time);
            }
            return payloads;
        }

        Element element(Track laidOn) {
            byte[][] payloads = payloads();
            byte[] content =
                    switch (lacing) {
                        case Matroska.XIPH_LACING -> Matroska.xiphLace(payloads);
                        case Matroska.EBML_LACING -> Matroska.ebmlLace(payloads);
                        case Matroska.FIXED_LACING -> Matroska.fixedLace(payloads);
                        default -> payloads[0];
                    };
            if (form == Form.SIMPLE_BLOCK) {
                int flags = lacing | (isKeyFrame ? Matroska.KEY_FRAME : 0);
                return Matroska.simpleBlock(laidOn.number(), time, flags, content);
            }
            Element block = binary(0xA1, Matroska.block(laidOn.number(), time, lacing, content));
            Element other = isKeyFrame ? unsigned(0x9B, 40) : binary(0xFB, (byte) -3);
            return form == Form.REFERENCE_LAST
                    ? Matroska.blockGroup(block, other)
                    : Matroska.blockGroup(other, block);
        }
    }

    /** A body's bytes, and its results but for how many bytes each takes. */
    record Written(byte[] bytes, List<FragmentResult> expected) {}

    static Arbitrary<ArbitraryBody> bodies() {
        return documentsOf(tracks(), parts())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(ArbitraryBody::new);
    }

    private static Arbitrary<Document> documentsOf(
            Arbitrary<List<Track>> tracks, Arbitrary<List<Part>> parts) {
        Arbitrary<Long> scale =
                Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(0L)),
                        Tuple.of(2, Arbitraries.longs().between(1, 1_000_000_000)));
        return Combinators.combine(
                        FLAG,
                        SIZE_BYTES,
                        SIZE_BYTES,
                        scale,
                        tracks,
                        parts,
                        Arbitraries.of(Noise.class))
                .as(Document::new);
    }

    private static Arbitrary<List<Track>> tracks() {
        Arbitrary<Optional<PictureSize>> picture =
                Combinators.combine(
                                Arbitraries.integers().between(0, 100_000),
                                Arbitraries.integers().between(0, 100_000))
                        .as(PictureSize::new)
                        .optional();
        Arbitrary<Optional<AudioFormat>> audio =
                Combinators.combine(
                                Arbitraries.doubles().between(0, 192_000),
                                Arbitraries.integers().between(1, 8),
                                Arbitraries.of(0, 16, 24))
                        .as(AudioFormat::new)
                        .optional();
        Arbitrary<Optional<Duration>> frameDuration =
                Arbitraries.longs().between(1, 50_000_000).map(Duration::ofNanos).optional();
        Arbitrary<TrackType> type =
                Arbitraries.of(
                        TrackType.VIDEO, TrackType.AUDIO, TrackType.SUBTITLE, TrackType.UNKNOWN);
        return Combinators.combine(
                        Arbitraries.longs().between(1, 40_000),
                        Arbitraries.longs(),
                        type,
                        TEXT.optional(),
                        Arbitraries.integers().between(0, 200),
                        picture,
                        audio,
                        frameDuration)
                .as(
                        (number, uid, trackType, name, privateBytes, pictureSize, format, each) ->
                                new Track(
                                        number,
                                        uid,
                                        trackType,
                                        name,
                                        "V_TEST",
                                        Matroska.payload(privateBytes, 3),
                                        pictureSize,
                                        format,
                                        each))
                .list()
                .uniqueElements(Track::number)
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<List<Part>> parts() {
        Arbitrary<List<Tag>> tags =
                Combinators.combine(TEXT, TEXT, Arbitraries.longs())
                        .as(Tag::new)
                        .list()
                        .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.longs()
                                .between(0, 9_999_999_999_999L)
                                .map(Instant::ofEpochMilli),
                        Combinators.combine(FLAG, FLAG).as(Spelling::new),
                        tags,
                        clusters(),
                        tags,
                        FLAG)
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Arbitrary<Cluster> clusters() {
        Arbitrary<List<Block>> blocks =
                Combinators.combine(
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.shorts(),
                                Arbitraries.of(0, 2, 4, 6),
                                FLAG,
                                Arbitraries.of(Form.class),
                                Arbitraries.integers()
                                        .between(0, 600)
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(5),
                                Arbitraries.of(Noise.class))
                        .as(Block::new)
                        .list()
                        .ofMaxSize(5);
        return Combinators.combine(FLAG, SIZE_BYTES, blocks, Arbitraries.of(Noise.class))
                .as(Cluster::new);
    }

    /** The names and numbers of all tracks, and a name that none has: what a filter may hold. */
    List<String> trackNames() {
        Stream<String> names =
                documents.stream()
                        .flatMap(document -> document.tracks().stream())
                        .flatMap(
                                track ->
                                        Stream.concat(
                                                track.name().stream(),
                                                Stream.of(Long.toString(track.number()))));
        return Stream.concat(names, Stream.of(NO_TRACK)).distinct().toList();
    }

    Written write() {
        List<Element> elements = new ArrayList<>();
        List<FragmentResult> expected = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            elements.add(Matroska.ebmlHeader().withSizeBytes(document.sizeBytes()));
            elements.add(segment(document, i == documents.size() - 1, expected));
        }
        return new Written(Element.bytesOf(elements.toArray(new Element[0])), expected);
    }

    private static Element segment(
            Document document, boolean isLast, List<FragmentResult> expected) {
        List<Element> children = new ArrayList<>();
        if (document.timecodeScale() > 0) {
            children.add(Matroska.info(document.timecodeScale()));
        }
        document.noise().addTo(children);
        children.add(
                Matroska.tracks(
                        document.tracks().stream()
                                .map(ArbitraryBody::entry)
                                .toArray(Element[]::new)));
        boolean isClosed = true;
        for (int i = 0; i < document.parts().size(); i++) {
            boolean isProven = document.isSizeKnown() || !isLast || i < document.parts().size() - 1;
            // Tags that follow a fragment which nothing closed would be that one's.
            isClosed =
                    addPart(
                            document,
                            document.parts().get(i),
                            isClosed,
                            isProven,
                            children,
                            expected);
        }
        Element segment =
                Matroska.knownSegment(children.toArray(new Element[0]))
                        .withAllSizeBytes(document.allSizeBytes());
        return document.isSizeKnown()
                ? segment
                : segment.withUnknownSize(Math.max(1, document.sizeBytes()));
    }

    /** Returns whether the fragment was closed as GetMedia does. */
    private static boolean addPart(
            Document document,
            Part part,
            boolean isAfterClosed,
            boolean isProven,
            List<Element> children,
            List<FragmentResult> expected) {
        List<Tag> tags = new ArrayList<>();
        if (isAfterClosed) {
            addTags(part.tagsBefore(), children, tags);
        }
        String number = "91343852333181432" + expected.size();
        if (part.kind() == Kind.ERROR) {
            children.add(
                    Matroska.tags(
                            PREFIX + "FRAGMENT_NUMBER",
                            number,
                            PREFIX + "ERROR_CODE",
                            "FRAGMENT_NOT_FOUND"));
            expected.add(new InBandError(Optional.of(number), "FRAGMENT_NOT_FOUND", ""));
            return false;
        }
        addServiceTags(part, number, children);
        List<Frame> frames = new ArrayList<>();
        boolean isClosed = false;
        if (part.kind() == Kind.FRAGMENT) {
            Cluster cluster = part.cluster();
            cluster.noise().addTo(children);
            children.add(element(cluster, document, part.producerTimestamp(), frames));
            cluster.noise().addTo(children);
            addTags(part.tagsAfter(), children, tags);
            isClosed = part.isClosed();
            if (isClosed) {
                children.add(Matroska.closingTags(number));
            }
        }
        Fragment fragment =
                new Fragment(
                        new FragmentMetadata(
                                number,
                                part.producerTimestamp(),
                                SERVER_TIMESTAMP,
                                document.tracks(),
                                tags),
                        frames,
                        frameTimes(frames),
                        0,
                        new byte[0]);
        expected.add(isProven || isClosed ? new Whole(fragment) : new OpenEnded(fragment));
        return isClosed;
    }

    private static Optional<FrameTimes> frameTimes(List<Frame> frames) {
        List<Instant> times = frames.stream().map(Frame::timestamp).sorted().toList();
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(new FrameTimes(times.get(0), times.get(times.size() - 1)));
    }

    private static void addServiceTags(Part part, String number, List<Element> children) {
        String side = part.spelling().hasLongNames() ? "SIDE_" : "";
        long millis = part.producerTimestamp().toEpochMilli();
        List<String[]> tags =
                List.of(
                        new String[] {PREFIX + "FRAGMENT_NUMBER", number},
                        new String[] {PREFIX + "SERVER_" + side + "TIMESTAMP", "12.345"},
                        new String[] {
                            PREFIX + "PRODUCER_" + side + "TIMESTAMP",
                            String.format("%d.%03d", millis / 1000, millis % 1000)
                        });
        if (part.spelling().hasElementEach()) {
            tags.forEach(tag -> children.add(Matroska.tags(tag)));
        } else {
            children.add(
                    Matroska.tags(tags.stream().flatMap(Arrays::stream).toArray(String[]::new)));
        }
    }

    private static void addTags(List<Tag> written, List<Element> children, List<Tag> tags) {
        for (Tag tag : written) {
            Element targets = master(0x63C0);
            if (tag.targetsTrack()) {
                targets = targets.with(unsigned(0x63C5, tag.trackUid()));
            }
            Element simpleTag = Matroska.simpleTag(tag.name(), tag.value());
            children.add(master(0x1254C367, master(0x7373, targets, simpleTag)));
            tags.add(tag);
        }
    }

    private static Element element(
            Cluster cluster, Document document, Instant start, List<Frame> frames) {
        long scale = document.timecodeScale() > 0 ? document.timecodeScale() : 1_000_000;
        List<Element> children = new ArrayList<>();
        for (Block block : cluster.blocks()) {
            Track track = document.tracks().get(block.track() % document.tracks().size());
            block.noise().addTo(children);
            children.add(block.element(track));
            long lag = 0;
            for (byte[] payload : block.payloads()) {
                Instant timestamp = start.plusNanos(block.time() * scale + lag);
                frames.add(new Frame(frames.size(), track, timestamp, block.isKeyFrame(), payload));
                lag += track.defaultDuration().map(Duration::toNanos).orElse(0L);
            }
        }
        Element element = Matroska.cluster(children.toArray(new Element[0]));
        return cluster.isSizeKnown()
                ? element
                : element.withUnknownSize(Math.max(1, cluster.sizeBytes()));
    }

    private static Element entry(Track track) {
        long type =
                switch (track.type()) {
                    case VIDEO -> 1;
                    case AUDIO -> 2;
                    case SUBTITLE -> 17;
                    default -> 99;
                };
        List<Element> children = new ArrayList<>();
        children.add(unsigned(0xD7, track.number()));
        children.add(unsigned(0x73C5, track.uid()));
        children.add(unsigned(0x83, type));
        track.name().ifPresent(name -> children.add(text(0x536E, name)));
        children.add(text(0x86, track.codecId()));
        children.add(binary(0x63A2, track.codecPrivate()));
        track.defaultDuration()
                .ifPresent(each -> children.add(Matroska.defaultDuration(each.toNanos())));
        track.pictureSize()
                .ifPresent(
                        size ->
                                children.add(
                                        master(
                                                0xE0,
                                                unsigned(0xB0, size.width()),
                                                unsigned(0xBA, size.height()))));
        track.audioFormat()
                .ifPresent(
                        format ->
                                children.add(
                                        master(
                                                0xE1,
                                                float8(0xB5, format.samplingRate()),
                                                unsigned(0x9F, format.channels()),
                                                unsigned(0x6264, format.bitDepth()))));
        return master(0xAE, children.toArray(new Element[0]));
    }
}
