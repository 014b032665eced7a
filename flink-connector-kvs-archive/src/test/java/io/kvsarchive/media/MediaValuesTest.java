/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that hold arrays, which records compare by identity. */
class MediaValuesTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
    private static final Track TRACK = track(1, 2, TrackType.VIDEO, "video", "V_MJPEG", "private");

    static Stream<Arguments> values() {
        Frame frame = frame(0, TRACK, TIME, true, "payload");
        return Stream.of(
                Arguments.of(
                        track(1, 2, TrackType.VIDEO, "video", "V_MJPEG", "private"),
                        List.of(
                                track(3, 2, TrackType.VIDEO, "video", "V_MJPEG", "private"),
                                track(1, 3, TrackType.VIDEO, "video", "V_MJPEG", "private"),
                                track(1, 2, TrackType.AUDIO, "video", "V_MJPEG", "private"),
                                track(1, 2, TrackType.VIDEO, "other", "V_MJPEG", "private"),
                                track(1, 2, TrackType.VIDEO, "video", "V_VP8", "private"),
                                track(1, 2, TrackType.VIDEO, "video", "V_MJPEG", "other"))),
                Arguments.of(
                        frame(0, TRACK, TIME, true, "payload"),
                        List.of(
                                frame(1, TRACK, TIME, true, "payload"),
                                frame(
                                        0,
                                        track(9, 2, TrackType.VIDEO, "", "", ""),
                                        TIME,
                                        true,
                                        "payload"),
                                frame(0, TRACK, TIME.plusNanos(1), true, "payload"),
                                frame(0, TRACK, TIME, false, "payload"),
                                frame(0, TRACK, TIME, true, "other"))),
                Arguments.of(
                        fragment("1", List.of(frame), Optional.empty(), 9, "document"),
                        List.of(
                                fragment("2", List.of(frame), Optional.empty(), 9, "document"),
                                fragment("1", List.of(), Optional.empty(), 9, "document"),
                                fragment(
                                        "1",
                                        List.of(frame),
                                        Optional.of(new FrameTimes(TIME, TIME)),
                                        9,
                                        "document"),
                                fragment("1", List.of(frame), Optional.empty(), 8, "document"),
                                fragment("1", List.of(frame), Optional.empty(), 9, "other"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void areEqualIfAllThatTheyHoldIs(Object value, List<Object> others) {
        Object equal =
                values().map(arguments -> arguments.get()[0])
                        .filter(other -> other.getClass() == value.getClass())
                        .findAny()
                        .orElseThrow();
        assertThat(equal).isNotSameAs(value).isEqualTo(value).hasSameHashCodeAs(value);
        assertThat(value).isNotEqualTo("else");
        assertThat(others)
                .allSatisfy(
                        other -> {
                            assertThat(other).isNotEqualTo(value);
                            assertThat(other.hashCode()).isNotEqualTo(value.hashCode());
                        });
    }

    @Test
    void areShownWithoutTheirBytes() {
        Frame frame = frame(0, TRACK, TIME, true, "payload");

        assertThat(TRACK.toString())
                .startsWith("Track{")
                .contains("codecId=V_MJPEG")
                .doesNotContain("[B@");
        assertThat(frame.toString()).startsWith("Frame{").contains("size=7").doesNotContain("[B@");
        assertThat(fragment("1", List.of(frame), Optional.empty(), 9, "document").toString())
                .startsWith("Fragment{")
                .contains("documentSize=8")
                .doesNotContain("[B@");
    }

    private static Track track(
            long number, long uid, TrackType type, String name, String codec, String codecPrivate) {
        return new Track(
                number,
                uid,
                type,
                Optional.of(name),
                codec,
                codecPrivate.getBytes(UTF_8),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMillis(40)));
    }

    private static Frame frame(
            int index, Track track, Instant time, boolean isKeyFrame, String payload) {
        return new Frame(index, track, time, isKeyFrame, payload.getBytes(UTF_8));
    }

    private static Fragment fragment(
            String number,
            List<Frame> frames,
            Optional<FrameTimes> times,
            long bytes,
            String document) {
        FragmentMetadata metadata = TestBodies.parsed(number, 1).metadata();
        return new Fragment(metadata, frames, times, bytes, document.getBytes(UTF_8));
    }
}
