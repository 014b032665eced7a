/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.AudioFormat;
import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.PictureSize;
import io.kvsarchive.media.Tag;
import io.kvsarchive.media.Track;
import io.kvsarchive.media.TrackType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Frames with all that can be in a frame. */
final class TestFrames {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456789Z");

    static final Track VIDEO =
            new Track(
                    1,
                    Long.parseUnsignedLong("9369167114682348278"),
                    TrackType.VIDEO,
                    Optional.of("kitchen \u2014 \ud83d\udcf7"),
                    "V_MPEG4/ISO/AVC",
                    new byte[] {1, 66, 0, -1},
                    Optional.of(new PictureSize(640, 360)),
                    Optional.empty(),
                    Optional.of(Duration.ofNanos(33_333_333)));

    static final Track AUDIO =
            new Track(
                    Long.MAX_VALUE,
                    -1,
                    TrackType.AUDIO,
                    Optional.empty(),
                    "",
                    new byte[0],
                    Optional.empty(),
                    Optional.of(new AudioFormat(44100.5, 2, 0)),
                    Optional.empty());

    static final Track TEXT =
            new Track(
                    3,
                    0,
                    TrackType.UNKNOWN,
                    Optional.of(""),
                    "S_TEXT/UTF8",
                    new byte[0],
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private TestFrames() {}

    static ArchivedFrame[] all() {
        FragmentMetadata plain = fragment(List.of(VIDEO), List.of());
        FragmentMetadata rich =
                fragment(
                        List.of(VIDEO, AUDIO, TEXT),
                        List.of(
                                new Tag("place", "caf\u00e9 \ud83d\udcf7", 0),
                                new Tag("place", "", VIDEO.uid()),
                                new Tag("", "long".repeat(100_000), -1)));
        return new ArchivedFrame[] {
            frame("camera", plain, 0, VIDEO, true, new byte[] {1, 2, 3}),
            frame("camera", plain, Integer.MAX_VALUE, VIDEO, false, new byte[0]),
            frame("front.door", rich, 1, VIDEO, false, new byte[1 << 17]),
            frame("front.door", rich, 2, AUDIO, true, new byte[] {-1}),
            frame("front.door", rich, 3, TEXT, true, "text".getBytes(StandardCharsets.UTF_8))
        };
    }

    /** As small as they can be with something in each field. */
    static ArchivedFrame[] small() {
        FragmentMetadata fragment =
                fragment(
                        List.of(VIDEO, AUDIO, TEXT),
                        List.of(new Tag("place", "caf\u00e9 \ud83d\udcf7", VIDEO.uid())));
        return new ArchivedFrame[] {
            frame("camera", fragment, 0, VIDEO, true, new byte[] {1, 2, 3}),
            frame("camera", fragment, 1, AUDIO, false, new byte[0]),
            frame("front.door", fragment, 2, TEXT, true, "text".getBytes(StandardCharsets.UTF_8))
        };
    }

    /** With all frames of a fragment, with some, with none, with a document and without. */
    static WholeFragment[] wholeFragments() {
        ArchivedFrame[] all = all();
        FragmentMetadata rich = all[2].fragment();
        return new WholeFragment[] {
            new WholeFragment("camera", all[0].fragment(), List.of(all[0].frame()), new byte[0]),
            new WholeFragment(
                    "front.door",
                    rich,
                    List.of(all[2].frame(), all[3].frame(), all[4].frame()),
                    new byte[1 << 18]),
            new WholeFragment("front.door", rich, List.of(all[4].frame()), new byte[] {1, -1}),
            new WholeFragment("camera", fragment(List.of(), List.of()), List.of(), new byte[0])
        };
    }

    /** As small as they can be with something in each field. */
    static WholeFragment[] smallWholeFragments() {
        ArchivedFrame[] small = small();
        return new WholeFragment[] {
            new WholeFragment(
                    "camera",
                    small[0].fragment(),
                    List.of(small[0].frame(), small[1].frame(), small[2].frame()),
                    "document".getBytes(StandardCharsets.UTF_8)),
            new WholeFragment("front.door", small[0].fragment(), List.of(), new byte[0])
        };
    }

    static ArchivedFragment[] fragments() {
        return new ArchivedFragment[] {
            new ArchivedFragment(
                    "front-door",
                    "91343852333181432392682062607743920146159169392",
                    TIME,
                    Instant.ofEpochSecond(-1, 1),
                    412_345,
                    Duration.ofMillis(1796)),
            new ArchivedFragment(
                    "c", "1", Instant.EPOCH, Instant.EPOCH, Long.MAX_VALUE, Duration.ZERO)
        };
    }

    static ArchivedFrame withPayload(byte[] payload) {
        return frame("camera", fragment(List.of(VIDEO), List.of()), 0, VIDEO, true, payload);
    }

    private static FragmentMetadata fragment(List<Track> tracks, List<Tag> tags) {
        return new FragmentMetadata(
                "91343852333181432392682062607743920146159169392",
                TIME,
                Instant.ofEpochSecond(-1, 1),
                tracks,
                tags);
    }

    private static ArchivedFrame frame(
            String stream,
            FragmentMetadata fragment,
            int index,
            Track track,
            boolean keyFrame,
            byte[] payload) {
        return new ArchivedFrame(
                stream,
                fragment,
                new Frame(index, track, TIME.plusNanos(index), keyFrame, payload));
    }
}
