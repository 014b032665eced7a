/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.examples.incidents.Box;

/**
 * How a picture lies in the input of a model: as large as it fits without losing its shape, in the
 * middle, with gray bars beside it.
 *
 * @param width of the input in pixels
 * @param height of the input in pixels
 * @param left where the picture begins in the input
 * @param top where the picture begins in the input
 * @param pictureWidth how wide it is in the input
 * @param pictureHeight how high it is in the input
 */
record Letterbox(int width, int height, int left, int top, int pictureWidth, int pictureHeight) {

    /** Of the bars, as the detectors of the YOLO family are trained. */
    static final int GRAY = 114;

    static Letterbox of(Picture picture, int width, int height) {
        double scale =
                Math.min((double) width / picture.width(), (double) height / picture.height());
        int pictureWidth = (int) Math.max(1, Math.round(picture.width() * scale));
        int pictureHeight = (int) Math.max(1, Math.round(picture.height() * scale));
        return new Letterbox(
                width,
                height,
                (width - pictureWidth) / 2,
                (height - pictureHeight) / 2,
                pictureWidth,
                pictureHeight);
    }

    /** A box in pixels of the input as a box in the picture, as far as it lies within. */
    Box toPicture(double x1, double y1, double x2, double y2) {
        double boxLeft = share(x1 - left, pictureWidth);
        double boxTop = share(y1 - top, pictureHeight);
        return new Box(
                boxLeft,
                boxTop,
                Math.max(boxLeft, share(x2 - left, pictureWidth)),
                Math.max(boxTop, share(y2 - top, pictureHeight)));
    }

    private static double share(double pixels, int of) {
        return Math.min(1, Math.max(0, pixels / of));
    }
}
