/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import org.apache.flink.annotation.PublicEvolving;

/**
 * How a picture's pixels lie in its bytes: rows from top to bottom, pixels from left to right,
 * nothing between them. A size is in pixels.
 */
@PublicEvolving
public enum PixelFormat {

    /** Red, green and blue, a byte each, from 0 to 255: {@code 3 * width * height} bytes. */
    RGB {
        @Override
        public int sizeOf(int width, int height) {
            return 3 * width * height;
        }
    },

    /** Brightness, a byte from 0 (black) to 255 (white): {@code width * height} bytes. */
    GRAY {
        @Override
        public int sizeOf(int width, int height) {
            return width * height;
        }
    },

    /**
     * Brightness of all pixels, a byte each, from 16 (black) to 235 (white), then the two
     * differences of colour, U before V, a byte each, for each square of 2 by 2 pixels. With an odd
     * width or height the last squares lie half outside of the picture, so that the second part has
     * {@code 2 * ((width + 1) / 2)} bytes a row and {@code (height + 1) / 2} rows.
     */
    NV12 {
        @Override
        public int sizeOf(int width, int height) {
            return width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2);
        }
    };

    /** How many bytes a picture of that size takes. */
    public abstract int sizeOf(int width, int height);
}
