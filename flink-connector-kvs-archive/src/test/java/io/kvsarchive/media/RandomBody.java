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
import java.util.Random;

/** A body made by chance, and what a parser must find in it. */
final class RandomBody {

    private static final String PREFIX = "AWS_KINESISVIDEO_";

    private final Random random;
    private final List<Element> elements = new ArrayList<>();
    private final List<FragmentResult> expected = new ArrayList<>();

    RandomBody(long seed) {
        random = new Random(seed);
        int documents = 1 + random.nextInt(3);
        for (int i = 0; i < documents; i++) {
            elements.add(Matroska.ebmlHeader().withSizeBytes(1 + random.nextInt(8)));
            addSegment(i == documents - 1);
        }
    }

    byte[] bytes() {
        return Element.bytesOf(elements.toArray(new Element[0]));
    }

    /** What is in the body; how many bytes each fragment takes is not told. */
    List<FragmentResult> expected() {
        return expected;
    }

    private boolean chance() {
        return random.nextBoolean();
    }

    private void addSegment(boolean last) {
        boolean sizeKnown = chance();
        List<Element> children = new ArrayList<>();
        long scale = 1_000_000;
        if (chance()) {
            scale = new long[] {1, 100, 33_333, 1_000_000, 1_000_000_000}[random.nextInt(5)];
            children.add(Matroska.info(scale));
        }
        List<Track> tracks = new ArrayList<>();
        List<Element> entries = new ArrayList<>();
        for (int number = 1; number <= 1 + random.nextInt(3); number++) {
            addTrack(1 + random.nextInt(40_000), tracks, entries);
        }
        Element tracksElement = Matroska.tracks(entries.toArray(new Element[0]));
        int fragments = 1 + random.nextInt(3);
        List<Tag> tags = new ArrayList<>();
        addNoise(children);
        addProducerTags(children, tags);
        children.add(tracksElement);
        for (int i = 0; i < fragments; i++) {
            boolean proven = sizeKnown || !last || i < fragments - 1;
            boolean closed = addFragment(children, scale, tracks, tags, proven);
            tags = new ArrayList<>();
            if (closed) {
                addProducerTags(children, tags);
            }
        }
        Element segment = Matroska.knownSegment(children.toArray(new Element[0]));
        if (chance()) {
            segment = segment.withAllSizeBytes(1 + random.nextInt(8));
        }
        elements.add(sizeKnown ? segment : segment.withUnknownSize(1 + random.nextInt(8)));
    }

    private void addTrack(long number, List<Track> tracks, List<Element> entries) {
        if (tracks.stream().anyMatch(track -> track.number() == number)) {
            return;
        }
        long uid = random.nextLong();
        Element entry =
                master(0xAE, unsigned(0xD7, number), unsigned(0x73C5, uid), unsigned(0x83, 2));
        Optional<String> name = Optional.empty();
        if (chance()) {
            name = Optional.of("track " + random.nextInt());
            entry = entry.with(text(0x536E, name.get()));
        }
        byte[] codecPrivate = new byte[random.nextInt(40)];
        random.nextBytes(codecPrivate);
        entry = entry.with(text(0x86, "A_TEST"), binary(0x63A2, codecPrivate));
        Optional<Duration> duration = Optional.empty();
        if (chance()) {
            duration = Optional.of(Duration.ofNanos(1 + random.nextInt(50_000_000)));
            entry = entry.with(Matroska.defaultDuration(duration.get().toNanos()));
        }
        AudioFormat audio =
                new AudioFormat(random.nextDouble() * 50_000, 1 + random.nextInt(8), 16);
        entry =
                entry.with(
                        master(
                                0xE1,
                                float8(0xB5, audio.samplingRate()),
                                unsigned(0x9F, audio.channels()),
                                unsigned(0x6264, audio.bitDepth())));
        entries.add(entry);
        tracks.add(
                new Track(
                        number,
                        uid,
                        TrackType.AUDIO,
                        name,
                        "A_TEST",
                        codecPrivate,
                        Optional.empty(),
                        Optional.of(audio),
                        duration));
    }

    private void addNoise(List<Element> children) {
        switch (random.nextInt(5)) {
            case 0 -> children.add(Matroska.voidElement(random.nextInt(200)));
            case 1 -> children.add(Matroska.crc32());
            case 2 -> children.add(binary(0x4FFB, new byte[random.nextInt(9)]));
            default -> {
                // Most places hold nothing odd.
            }
        }
    }

    private void addProducerTags(List<Element> children, List<Tag> tags) {
        for (int i = 0; i < random.nextInt(3); i++) {
            Tag tag =
                    new Tag(
                            "name " + random.nextInt(5),
                            "value " + random.nextInt(),
                            chance() ? 0 : random.nextLong());
            tags.add(tag);
            Element targets = master(0x63C0);
            if (tag.targetsTrack()) {
                targets = targets.with(unsigned(0x63C5, tag.trackUid()));
            }
            children.add(
                    master(
                            0x1254C367,
                            master(0x7373, targets, Matroska.simpleTag(tag.name(), tag.value()))));
        }
    }

    /** Returns whether the fragment was closed as GetMedia does. */
    private boolean addFragment(
            List<Element> children,
            long scale,
            List<Track> tracks,
            List<Tag> tags,
            boolean proven) {
        String number = "9134385" + random.nextLong(Long.MAX_VALUE);
        if (random.nextInt(6) == 0) {
            children.add(
                    Matroska.tags(
                            PREFIX + "FRAGMENT_NUMBER",
                            number,
                            PREFIX + "ERROR_CODE",
                            "FRAGMENT_NOT_FOUND"));
            expected.add(new InBandError(Optional.of(number), "FRAGMENT_NOT_FOUND", ""));
            return false;
        }
        long seconds = random.nextLong(10_000_000_000L);
        int millis = random.nextInt(1000);
        String side = chance() ? "" : "SIDE_";
        List<String[]> serviceTags =
                List.of(
                        new String[] {PREFIX + "FRAGMENT_NUMBER", number},
                        new String[] {PREFIX + "SERVER_" + side + "TIMESTAMP", "12.345"},
                        new String[] {
                            PREFIX + "PRODUCER_" + side + "TIMESTAMP",
                            String.format("%d.%03d", seconds, millis)
                        });
        if (chance()) {
            serviceTags.forEach(tag -> children.add(Matroska.tags(tag)));
        } else {
            children.add(
                    Matroska.tags(
                            serviceTags.stream().flatMap(Arrays::stream).toArray(String[]::new)));
        }
        Instant producer = Instant.ofEpochSecond(seconds, millis * 1_000_000L);
        List<Frame> frames = new ArrayList<>();
        boolean closed = false;
        if (random.nextInt(8) > 0) {
            addNoise(children);
            children.add(cluster(producer, scale, tracks, frames));
            addNoise(children);
            addProducerTags(children, tags);
            closed = chance();
            if (closed) {
                children.add(Matroska.closingTags(number));
            }
        }
        Fragment fragment =
                new Fragment(
                        new FragmentMetadata(
                                number,
                                producer,
                                Instant.ofEpochSecond(12, 345_000_000),
                                tracks,
                                tags),
                        frames,
                        0);
        expected.add(proven || closed ? new Whole(fragment) : new OpenEnded(fragment));
        return closed;
    }

    private Element cluster(Instant start, long scale, List<Track> tracks, List<Frame> frames) {
        List<Element> blocks = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            addNoise(blocks);
            blocks.add(block(start, scale, tracks.get(random.nextInt(tracks.size())), frames));
        }
        Element cluster = Matroska.cluster(blocks.toArray(new Element[0]));
        return chance() ? cluster : cluster.withUnknownSize(1 + random.nextInt(8));
    }

    private Element block(Instant start, long scale, Track track, List<Frame> frames) {
        int time = random.nextInt(65_536) - 32_768;
        int lacing = 2 * random.nextInt(4);
        int count = lacing == Matroska.NO_LACING ? 1 : 1 + random.nextInt(5);
        int size = random.nextInt(600);
        byte[][] payloads = new byte[count][];
        for (int i = 0; i < count; i++) {
            boolean sameSize = lacing == Matroska.FIXED_LACING;
            payloads[i] = new byte[sameSize ? size : random.nextInt(600)];
            random.nextBytes(payloads[i]);
        }
        byte[] content =
                switch (lacing) {
                    case Matroska.XIPH_LACING -> Matroska.xiphLace(payloads);
                    case Matroska.EBML_LACING -> Matroska.ebmlLace(payloads);
                    case Matroska.FIXED_LACING -> Matroska.fixedLace(payloads);
                    default -> payloads[0];
                };
        boolean key = chance();
        for (int i = 0; i < count; i++) {
            long lag = track.defaultDuration().map(Duration::toNanos).orElse(0L) * i;
            frames.add(
                    new Frame(
                            frames.size(),
                            track,
                            start.plusNanos(time * scale).plusNanos(lag),
                            key,
                            payloads[i]));
        }
        if (chance()) {
            return Matroska.simpleBlock(
                    track.number(), time, lacing | (key ? Matroska.KEY_FRAME : 0), content);
        }
        Element block = binary(0xA1, Matroska.block(track.number(), time, lacing, content));
        Element reference = binary(0xFB, (byte) random.nextInt());
        if (key) {
            return Matroska.blockGroup(block, unsigned(0x9B, 40));
        }
        return chance()
                ? Matroska.blockGroup(block, reference)
                : Matroska.blockGroup(reference, block);
    }
}
