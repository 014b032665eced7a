/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes and formats, bit by bit what ffmpeg makes with the same flags. */
class PictureFormatsITCase {

    @TempDir Path folder;
    private TestMedia media;
    private final Reports reports = new Reports();

    @BeforeEach
    void setUp() {
        media = new TestMedia(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "640x360, RGB, rgb24, 640, 360",
        "640x360, RGB, rgb24, 320, 180",
        "640x360, RGB, rgb24, 333, 77",
        "640x360, RGB, rgb24, 801, 603",
        "640x360, GRAY, gray, 640, 360",
        "640x360, NV12, nv12, 640, 360",
        "640x360, NV12, nv12, 224, 224",
        "638x358, RGB, rgb24, 638, 358",
        "638x358, NV12, nv12, 638, 358",
    })
    void scalesAndConvertsAsFfmpegDoes(
            String size, PixelFormat format, String ffmpegFormat, int width, int height)
            throws IOException {
        Archived archived = made(size, "yuv420p");

        List<Picture> pictures =
                decode(
                        archived,
                        PictureSettings.defaults().withFormat(format).withSize(width, height));

        assertThat(pictures)
                .allMatch(picture -> picture.width() == width && picture.height() == height)
                .extracting(picture -> TestMedia.fingerprint(picture.pixels()))
                .isEqualTo(
                        media.pictures(
                                archived.document(),
                                format.sizeOf(width, height),
                                "-vf",
                                "scale=" + width + ":" + height,
                                "-sws_flags",
                                "bicubic+accurate_rnd+bitexact",
                                "-pix_fmt",
                                ffmpegFormat));
    }

    @ParameterizedTest
    @CsvSource({"yuv422p", "yuv444p", "yuv420p10le", "gray"})
    void convertsFromOtherFormats(String sourceFormat) throws IOException {
        Archived archived = made("320x180", sourceFormat);

        assertThat(decode(archived, PictureSettings.defaults()))
                .extracting(picture -> TestMedia.fingerprint(picture.pixels()))
                .isEqualTo(
                        media.pictures(
                                archived.document(),
                                PixelFormat.RGB.sizeOf(320, 180),
                                "-sws_flags",
                                "bicubic+accurate_rnd+bitexact",
                                "-pix_fmt",
                                "rgb24"));
    }

    @ParameterizedTest
    @CsvSource({"bt709, tv", "smpte170m, tv", "bt709, pc", "smpte170m, pc"})
    void convertsByTheMatrixAndTheRangeThatTheStreamNames(String matrix, String range)
            throws IOException {
        Archived archived =
                made("320x180", "yuv420p", "-colorspace", matrix, "-color_range", range);

        assertThat(decode(archived, PictureSettings.defaults()))
                .extracting(picture -> TestMedia.fingerprint(picture.pixels()))
                .isEqualTo(
                        media.pictures(
                                archived.document(),
                                PixelFormat.RGB.sizeOf(320, 180),
                                "-sws_flags",
                                "bicubic+accurate_rnd+bitexact",
                                "-pix_fmt",
                                "rgb24"));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 100, 56",
        "1000, 90, 160, 90",
        "640, 360, 640, 360",
        "5000, 5000, 640, 360",
        "1, 1, 1, 1",
    })
    void keepsTheShapeWithinBounds(int maxWidth, int maxHeight, int width, int height)
            throws IOException {
        Archived archived = made("640x360", "yuv420p");

        assertThat(decode(archived, PictureSettings.defaults().withSizeWithin(maxWidth, maxHeight)))
                .isNotEmpty()
                .allMatch(picture -> picture.width() == width && picture.height() == height);
    }

    @Test
    void makesNv12OfOddSizes() throws IOException {
        Archived archived = made("640x360", "yuv420p");

        List<Picture> pictures =
                decode(
                        archived,
                        PictureSettings.defaults().withFormat(PixelFormat.NV12).withSize(33, 21));

        assertThat(pictures)
                .extracting(picture -> TestMedia.fingerprint(picture.pixels()))
                .isEqualTo(
                        media.pictures(
                                archived.document(),
                                33 * 21 + 2 * 17 * 11,
                                "-vf",
                                "scale=33:21",
                                "-sws_flags",
                                "bicubic+accurate_rnd+bitexact",
                                "-pix_fmt",
                                "nv12"));
    }

    /** The brightness of full range is rounded differently in versions of FFmpeg. */
    @Test
    void scalesGrayToWithinOne() throws IOException {
        Archived archived = made("640x360", "yuv420p");
        byte[] expected =
                media.decoded(
                        archived.document(),
                        "-vf",
                        "scale=127:311",
                        "-sws_flags",
                        "bicubic+accurate_rnd+bitexact",
                        "-pix_fmt",
                        "gray",
                        "-f",
                        "rawvideo");

        byte[] pixels =
                decode(
                                archived,
                                PictureSettings.defaults()
                                        .withFormat(PixelFormat.GRAY)
                                        .withSize(127, 311))
                        .get(0)
                        .pixels();

        for (int i = 0; i < pixels.length; i++) {
            assertThat(Math.abs((pixels[i] & 0xff) - (expected[i] & 0xff)))
                    .as("pixel %d", i)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> PictureSettings.defaults().withSize(0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected a size of at least 1 x 1 pixels, found 0 x 10");
        for (double pictures : new double[] {0, -1, Double.NaN, 1e10}) {
            assertThatThrownBy(() -> PictureSettings.defaults().withPicturesPerSecond(pictures))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found " + pictures);
        }
    }

    private Archived made(String size, String format, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=size=" + size + ":rate=5:duration=1",
                                "-c:v",
                                "libx264",
                                "-pix_fmt",
                                format));
        arguments.addAll(List.of(more));
        return media.made(arguments.toArray(String[]::new)).get(0);
    }

    private List<Picture> decode(Archived archived, PictureSettings settings) {
        List<Picture> pictures = new ArrayList<>();
        try (PictureDecoder decoder = new PictureDecoder(settings, reports)) {
            decoder.decode(archived.frames(1), pictures::add);
        }
        assertThat(reports.lines()).isEmpty();
        assertThat(pictures).hasSize(5);
        return pictures;
    }
}
