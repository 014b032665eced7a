/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures and their times are those that ffmpeg and ffprobe find in the same bytes. */
class VideoDecodingITCase {

    @TempDir Path folder;
    private TestMedia media;

    @BeforeEach
    void setUp() {
        media = new TestMedia(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"front-door", "parking-lot"})
    void decodesTheSampleArchive(String stream) throws IOException {
        List<Archived> fragments = TestMedia.sample(stream);

        assertThat(fragments).hasSizeGreaterThan(10);
        // Ten of them, as each takes two processes.
        assertDecodedAsByFfmpeg(fragments.subList(0, 10), PixelFormat.NV12, "nv12");
    }

    @Test
    void decodesH265WithReorderedFrames() throws IOException {
        List<Archived> fragments =
                media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=320x240:rate=25:duration=6",
                        "-c:v",
                        "libx265",
                        "-x265-params",
                        "keyint=50:bframes=4:open-gop=0:log-level=none");

        assertThat(isReordered(fragments.get(0))).isTrue();
        assertDecodedAsByFfmpeg(fragments, PixelFormat.NV12, "nv12");
    }

    @Test
    void decodesMotionJpeg() throws IOException {
        List<Archived> fragments =
                media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=322x242:rate=10:duration=3",
                        "-c:v",
                        "mjpeg",
                        "-pix_fmt",
                        "yuvj420p",
                        "-q:v",
                        "3");

        // Neither planes nor rounding differ by version, as with NV12 of full range.
        assertDecodedAsByFfmpeg(fragments, PixelFormat.RGB, "rgb24");
        assertDecodedAsByFfmpeg(fragments, PixelFormat.GRAY, "gray");
    }

    @Test
    void decodesSizesThatAreNoMultipleOfAMacroblock() throws IOException {
        assertDecodedAsByFfmpeg(
                media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=214x118:rate=10:duration=3",
                        "-c:v",
                        "libx264",
                        "-pix_fmt",
                        "yuv420p"),
                PixelFormat.NV12,
                "nv12");
    }

    @Test
    void decodesInterlacedVideo() throws IOException {
        assertDecodedAsByFfmpeg(
                media.made(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=320x240:rate=25:duration=3",
                        "-c:v",
                        "libx264",
                        "-flags",
                        "+ildct+ilme",
                        "-pix_fmt",
                        "yuv420p"),
                PixelFormat.NV12,
                "nv12");
    }

    @ParameterizedTest
    @CsvSource({
        "output_get_media.mkv, 5",
        "output_get_media_sparse_fragments_merged.mkv, 1",
    })
    void decodesRecordedBodies(String name, int atLeast) throws IOException {
        Path body =
                Path.of(System.getProperty("kvs.captures", "../../shared/captures")).resolve(name);
        assumeTrue(Files.exists(body), () -> "No recorded body " + body.toAbsolutePath());
        List<Archived> fragments = TestMedia.recorded(body);

        assertThat(fragments).hasSizeGreaterThanOrEqualTo(atLeast);
        assertDecodedAsByFfmpeg(fragments, PixelFormat.NV12, "nv12");
    }

    private static boolean isReordered(Archived archived) {
        return !archived.fragment().frames().stream()
                .sorted((one, other) -> one.timestamp().compareTo(other.timestamp()))
                .toList()
                .equals(archived.fragment().frames());
    }

    private void assertDecodedAsByFfmpeg(
            List<Archived> fragments, PixelFormat format, String ffmpegFormat) throws IOException {
        Reports reports = new Reports();
        try (PictureDecoder decoder =
                new PictureDecoder(PictureSettings.defaults().withFormat(format), reports)) {
            for (Archived archived : fragments) {
                List<Picture> pictures = new ArrayList<>();
                decoder.decode(archived.frames(1), pictures::add);

                assertThat(pictures)
                        .extracting(Picture::timestamp)
                        .isEqualTo(media.pictureTimes(archived))
                        .hasSameSizeAs(archived.frames(1));
                assertThat(pictures)
                        .extracting(picture -> TestMedia.fingerprint(picture.pixels()))
                        .isEqualTo(
                                media.pictures(
                                        archived.document(),
                                        pictures.get(0).pixels().length,
                                        "-pix_fmt",
                                        ffmpegFormat,
                                        "-sws_flags",
                                        "bicubic+accurate_rnd+bitexact"));
            }
        }
        assertThat(reports.lines()).isEmpty();
    }
}
