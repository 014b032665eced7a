/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.fragmentOf;
import static io.kvsarchive.media.Bodies.fragmentsOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.float4;
import static io.kvsarchive.media.Element.float8;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.NUMBER_2;
import static io.kvsarchive.media.Matroska.NUMBER_3;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.payload;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleBlock;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.voidElement;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.LoggedEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** What fragments say about their tracks. */
class TracksTest {

    private static final long UID = Long.parseUnsignedLong("9369167114682348278");
    private static final byte[] CODEC_PRIVATE = payload(20_000, 3);

    private static final Element VIDEO =
            master(
                    0xAE,
                    unsigned(0xD7, 1),
                    unsigned(0x73C5, UID),
                    unsigned(0x83, 1),
                    text(0x536E, "gate camera\0"),
                    text(0x86, "V_MPEG4/ISO/AVC"),
                    binary(0x63A2, CODEC_PRIVATE),
                    unsigned(0x23E383, 33_366_666),
                    master(
                            0xE0,
                            unsigned(0xB0, 1920),
                            unsigned(0xBA, 1080),
                            unsigned(0x9A, 2),
                            unsigned(0x54B0, 16),
                            master(0x55B0, unsigned(0x55B1, 1))));
    private static final Track VIDEO_TRACK =
            new Track(
                    1,
                    UID,
                    TrackType.VIDEO,
                    Optional.of("gate camera"),
                    "V_MPEG4/ISO/AVC",
                    CODEC_PRIVATE,
                    Optional.of(new PictureSize(1920, 1080)),
                    Optional.empty(),
                    Optional.of(Duration.ofNanos(33_366_666)));

    private static Element audio(Element... audio) {
        return master(
                0xAE,
                unsigned(0xD7, 2),
                unsigned(0x73C5, 2),
                unsigned(0x83, 2),
                text(0x86, "A_AAC"),
                master(0xE1, audio));
    }

    private static Track audioTrack(AudioFormat format) {
        return new Track(
                2,
                2,
                TrackType.AUDIO,
                Optional.empty(),
                "A_AAC",
                new byte[0],
                Optional.empty(),
                Optional.of(format),
                Optional.empty());
    }

    private static final Element SUBTITLE =
            master(
                    0xAE,
                    unsigned(0xD7, 200),
                    unsigned(0x73C5, 3),
                    unsigned(0x83, 17),
                    text(0x86, "S_TEXT/UTF8"),
                    master(0x6D80, master(0x6240, unsigned(0x5031, 0))));
    private static final Track SUBTITLE_TRACK =
            new Track(
                    200,
                    3,
                    TrackType.SUBTITLE,
                    Optional.empty(),
                    "S_TEXT/UTF8",
                    new byte[0],
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static List<Track> tracksOf(Element... entries) throws IOException {
        return fragmentOf(ebmlHeader(), segment(tracks(entries), serviceTags(NUMBER_1)))
                .metadata()
                .tracks();
    }

    @Test
    void readsVideoAudioAndText() throws IOException {
        Element audio = audio(float8(0xB5, 44_100.5), unsigned(0x9F, 2), unsigned(0x6264, 16));

        assertThat(tracksOf(VIDEO, audio, SUBTITLE))
                .containsExactly(
                        VIDEO_TRACK, audioTrack(new AudioFormat(44_100.5, 2, 16)), SUBTITLE_TRACK);
    }

    @Test
    void readsFloatsOfEverySizeAndMatroskasDefaults() throws IOException {
        assertThat(tracksOf(audio(float4(0xB5, 8000), unsigned(0x9F, 6))))
                .containsExactly(audioTrack(new AudioFormat(8000, 6, 0)));
        assertThat(tracksOf(audio())).containsExactly(audioTrack(new AudioFormat(8000, 1, 0)));
        assertThat(tracksOf(audio(binary(0xB5), binary(0x9F), binary(0x6264))))
                .containsExactly(audioTrack(new AudioFormat(8000, 1, 0)));
    }

    @Test
    void readsATrackThatSaysLittle() throws IOException {
        assertThat(tracksOf(master(0xAE, unsigned(0xD7, 5), unsigned(0x83, 99))))
                .containsExactly(
                        new Track(
                                5,
                                0,
                                TrackType.UNKNOWN,
                                Optional.empty(),
                                "",
                                new byte[0],
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(
                        tracksOf(
                                master(
                                        0xAE,
                                        unsigned(0xD7, 5),
                                        unsigned(0x23E383, 0),
                                        master(0xE0, unsigned(0xB0, 640)))))
                .singleElement()
                .satisfies(
                        track -> {
                            assertThat(track.defaultDuration()).isEmpty();
                            assertThat(track.pictureSize()).isEmpty();
                        });
        assertThat(tracksOf()).isEmpty();
    }

    @Test
    void followsTracksThatChangeFromOneFragmentToTheNext() throws IOException {
        Element louder = audio(float8(0xB5, 48_000));
        List<Fragment> fragments =
                fragmentsOf(
                        ebmlHeader(),
                        segment(
                                tracks(VIDEO),
                                serviceTags(NUMBER_1),
                                cluster(simpleBlock(1, 0, 0))),
                        ebmlHeader(),
                        segment(
                                tracks(SUBTITLE, louder),
                                serviceTags(NUMBER_2),
                                cluster(simpleBlock(200, 0, 0), simpleBlock(2, 0, 0))),
                        ebmlHeader(),
                        segment(
                                tracks(VIDEO),
                                serviceTags(NUMBER_3),
                                cluster(simpleBlock(1, 0, 0))));

        assertThat(fragments.get(0).metadata().tracks()).containsExactly(VIDEO_TRACK);
        assertThat(fragments.get(1).metadata().tracks())
                .containsExactly(SUBTITLE_TRACK, audioTrack(new AudioFormat(48_000, 1, 0)));
        assertThat(fragments.get(1).frames())
                .extracting(frame -> frame.track().type())
                .containsExactly(TrackType.SUBTITLE, TrackType.AUDIO);
        assertThat(fragments.get(2).metadata().tracks()).containsExactly(VIDEO_TRACK);
    }

    @Test
    void decodesTracksOnceForAsLongAsTheyStayEqual() throws IOException {
        List<Fragment> fragments =
                fragmentsOf(
                        ebmlHeader(),
                        segment(tracks(VIDEO), serviceTags(NUMBER_1)),
                        ebmlHeader(),
                        segment(tracks(VIDEO), serviceTags(NUMBER_2)));

        assertThat(fragments.get(1).metadata().tracks().get(0))
                .isSameAs(fragments.get(0).metadata().tracks().get(0));
    }

    @Test
    void passesOverElementsThatStandWhereMatroskaDoesNotHaveThem() throws IOException {
        Element cuePoint = master(0xBB, unsigned(0xB3, 1));
        Element compressionAlgorithm = unsigned(0x4254, 3);

        assertThat(tracksOf(VIDEO.with(cuePoint, compressionAlgorithm), cuePoint))
                .containsExactly(VIDEO_TRACK);
    }

    @Test
    void saysNothingAboutElementsThatItDoesNotKnow() throws IOException {
        try (LoggedEvents logged = new LoggedEvents()) {
            assertThat(
                            tracksOf(
                                    VIDEO.with(binary(0x4FFB, (byte) 1), voidElement(1)),
                                    binary(0x4FFC, payload(30, 1))))
                    .containsExactly(VIDEO_TRACK);
            assertThat(logged.stream())
                    .filteredOn(event -> event.getLevel().isMoreSpecificThan(Level.INFO))
                    .extracting(event -> event.getMessage().getFormattedMessage())
                    .isEmpty();
        }
    }
}
