/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import io.kvsarchive.decode.Picture;

/**
 * A picture in RGB in another size.
 *
 * @param values rows from the top, red, green and blue from 0 to 255
 */
record ScaledPicture(int width, int height, float[] values) {

    private static final int CHANNELS = 3;

    static ScaledPicture of(Picture picture, int width, int height) {
        Resampling columns = new Resampling(picture.width(), width);
        Resampling rows = new Resampling(picture.height(), height);
        float[] narrowed = resampleRows(picture, columns);
        return new ScaledPicture(width, height, resampleColumns(narrowed, width, rows));
    }

    private static float[] resampleRows(Picture picture, Resampling columns) {
        byte[] pixels = picture.pixels();
        float[] target = new float[picture.height() * columns.length() * CHANNELS];
        int next = 0;
        for (int y = 0; y < picture.height(); y++) {
            int row = y * picture.width() * CHANNELS;
            for (int x = 0; x < columns.length(); x++) {
                int pixel = row + columns.first(x) * CHANNELS;
                float red = 0;
                float green = 0;
                float blue = 0;
                for (float weight : columns.weights(x)) {
                    red += weight * (pixels[pixel] & 0xFF);
                    green += weight * (pixels[pixel + 1] & 0xFF);
                    blue += weight * (pixels[pixel + 2] & 0xFF);
                    pixel += CHANNELS;
                }
                target[next++] = red;
                target[next++] = green;
                target[next++] = blue;
            }
        }
        return target;
    }

    private static float[] resampleColumns(float[] source, int width, Resampling rows) {
        int rowLength = width * CHANNELS;
        float[] target = new float[rows.length() * rowLength];
        for (int y = 0; y < rows.length(); y++) {
            int row = rows.first(y) * rowLength;
            for (float weight : rows.weights(y)) {
                for (int i = 0; i < rowLength; i++) {
                    target[y * rowLength + i] += weight * source[row + i];
                }
                row += rowLength;
            }
        }
        return target;
    }

    float value(int x, int y, int channel) {
        return values[(y * width + x) * CHANNELS + channel];
    }
}
