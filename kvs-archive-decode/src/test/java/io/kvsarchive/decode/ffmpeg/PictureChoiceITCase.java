/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of the sample archive, 15 pictures per second with reordered frames. */
class PictureChoiceITCase {

    private static final Duration DISTANCE = Duration.ofNanos(1_000_000_000 / 15);

    private final Reports reports = new Reports();
    private final List<Archived> fragments = TestMedia.sample("parking-lot").subList(0, 8);
    private final List<Picture> all = decode(PictureSettings.defaults());

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 3, 7})
    void makesThePicturesThatAreToBeSeenAtEvenTimes(double perSecond) {
        List<Picture> chosen = decode(PictureSettings.defaults().withPicturesPerSecond(perSecond));

        List<Picture> expected = new ArrayList<>();
        long interval = Math.round(1e9 / perSecond);
        long end = nanos(all.get(all.size() - 1).timestamp().plus(DISTANCE));
        for (long time = (nanos(all.get(0).timestamp()) / interval + 1) * interval;
                time < end;
                time += interval) {
            long seenAt = time;
            all.stream()
                    .filter(picture -> nanos(picture.timestamp()) <= seenAt)
                    .reduce((earlier, later) -> later)
                    .ifPresent(expected::add);
        }
        assertThat(chosen).isEqualTo(expected.stream().distinct().toList());
        assertThat(reports.lines()).isEmpty();
    }

    @Test
    void choosesTheSameInEachFragmentAlone() {
        PictureSettings settings = PictureSettings.defaults().withPicturesPerSecond(2);
        List<Picture> chosen = new ArrayList<>();
        for (int i = fragments.size() - 1; i >= 0; i--) {
            try (PictureDecoder decoder = new PictureDecoder(settings, reports)) {
                decoder.decode(fragments.get(i).frames(1), chosen::add);
            }
        }

        assertThat(chosen).containsExactlyInAnyOrderElementsOf(decode(settings));
    }

    @Test
    void makesEachPictureOnce() {
        assertThat(decode(PictureSettings.defaults().withPicturesPerSecond(1000))).isEqualTo(all);
    }

    @Test
    void decodesKeyFramesAlone() {
        List<Instant> keyFrames =
                fragments.stream()
                        .flatMap(archived -> archived.frames(1).stream())
                        .filter(Frame::isKeyFrame)
                        .map(Frame::timestamp)
                        .toList();

        List<Picture> pictures = decode(PictureSettings.defaults().withKeyFramesOnly());

        assertThat(pictures)
                .isEqualTo(
                        all.stream()
                                .filter(picture -> keyFrames.contains(picture.timestamp()))
                                .toList())
                .hasSizeGreaterThanOrEqualTo(8);
        assertThat(reports.lines()).isEmpty();
    }

    @Test
    void decodesAFewKeyFramesOnly() {
        PictureSettings settings =
                PictureSettings.defaults().withKeyFramesOnly().withPicturesPerSecond(0.2);

        List<Picture> pictures = decode(settings);

        assertThat(pictures).hasSizeBetween(2, 4);
        assertThat(decode(PictureSettings.defaults().withKeyFramesOnly())).containsAll(pictures);
    }

    @Test
    void decodesNothingMoreThanWhatIsNeeded() throws IOException {
        PictureSettings settings = PictureSettings.defaults().withPicturesPerSecond(0.45);
        int spared = 0;
        for (Archived archived : fragments) {
            List<Frame> frames = archived.frames(1);
            List<Instant> chosen = new ArrayList<>();
            try (PictureDecoder decoder = new PictureDecoder(settings, reports)) {
                decoder.decode(frames, picture -> chosen.add(picture.timestamp()));
                // FFmpeg holds a few pictures back.
                if (chosen.size() == 1 && chosen.get(0).isBefore(frames.get(20).timestamp())) {
                    spared++;
                    decoder.decode(
                            Rewritten.replaced(frames, 29, new byte[] {0, 0, 0, 1, 0x41}),
                            picture -> assertThat(picture.timestamp()).isEqualTo(chosen.get(0)));
                }
            }
        }
        assertThat(spared).isPositive();
        assertThat(reports.lines()).isEmpty();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    private List<Picture> decode(PictureSettings settings) {
        List<Picture> pictures = new ArrayList<>();
        try (PictureDecoder decoder = new PictureDecoder(settings, reports)) {
            for (Archived archived : fragments) {
                decoder.decode(archived.frames(1), pictures::add);
            }
        }
        return pictures;
    }
}
