/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PixelFormat;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    private static final float TOLERANCE = 1e-3f;

    @Test
    void keepsAPictureOfTheRightSize() {
        ScaledPicture same = ScaledPicture.of(ramp(7, 5), 7, 5);

        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                assertThat(same.value(x, y, 0)).isCloseTo(10 * x, within(TOLERANCE));
                assertThat(same.value(x, y, 1)).isCloseTo(10 * y, within(TOLERANCE));
                assertThat(same.value(x, y, 2)).isCloseTo(77, within(TOLERANCE));
            }
        }
    }

    /** Away from the edges, a ramp stays one, whatever the size. */
    @Test
    void shrinksAndEnlargesEvenly() {
        for (int width : new int[] {6, 8, 24, 30}) {
            ScaledPicture scaled = ScaledPicture.of(ramp(24, 24), width, 12);
            double step = 24.0 / width;
            for (int x = 2; x < width - 2; x++) {
                assertThat(scaled.value(x, 6, 0))
                        .isCloseTo((float) (10 * ((x + 0.5) * step - 0.5)), within(0.01f));
                assertThat(scaled.value(x, 6, 1)).isCloseTo(125, within(0.01f));
                assertThat(scaled.value(x, 6, 2)).isCloseTo(77, within(TOLERANCE));
            }
        }
    }

    private static Picture ramp(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = 3 * (y * width + x);
                pixels[pixel] = (byte) (10 * x);
                pixels[pixel + 1] = (byte) (10 * y);
                pixels[pixel + 2] = 77;
            }
        }
        return new Picture(Instant.EPOCH, width, height, PixelFormat.RGB, pixels);
    }
}
