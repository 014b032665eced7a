/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.media.PictureSize;
import java.io.Serializable;

/**
 * How large pictures are made.
 *
 * @param keepsShape whether width and height are bounds, and none is made larger
 */
record PictureScale(int width, int height, boolean keepsShape) implements Serializable {

    /** As large as they are. */
    static final PictureScale NONE = within(Integer.MAX_VALUE, Integer.MAX_VALUE);

    PictureScale {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "Expected a size of at least 1 x 1 pixels, found %s x %s"
                            .formatted(width, height));
        }
    }

    static PictureScale to(int width, int height) {
        return new PictureScale(width, height, false);
    }

    static PictureScale within(int maxWidth, int maxHeight) {
        return new PictureScale(maxWidth, maxHeight, true);
    }

    PictureSize apply(PictureSize size) {
        if (!keepsShape) {
            return new PictureSize(width, height);
        }
        double factor =
                Math.min(
                        1,
                        Math.min((double) width / size.width(), (double) height / size.height()));
        return new PictureSize(scale(size.width(), factor), scale(size.height(), factor));
    }

    private static int scale(int length, double factor) {
        return Math.max(1, (int) Math.round(length * factor));
    }
}
