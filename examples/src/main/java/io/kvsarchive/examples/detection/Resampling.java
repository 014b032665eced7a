/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

/**
 * Which pixels of a row, or of a column, make up each pixel of a longer or shorter one, and how
 * much of it: what lies near its middle, and more of them the more it shrinks, so that nothing
 * flickers.
 */
final class Resampling {

    private final int[] first;
    private final float[][] weights;

    Resampling(int from, int to) {
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        first = new int[to];
        weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double middle = (i + 0.5) * scale - 0.5;
            int begin = (int) Math.max(0, Math.ceil(middle - reach));
            int end = (int) Math.min(from - 1, Math.floor(middle + reach));
            first[i] = begin;
            weights[i] = weights(middle, reach, begin, end);
        }
    }

    private static float[] weights(double middle, double reach, int begin, int end) {
        double[] raw = new double[end - begin + 1];
        double sum = 0;
        for (int i = 0; i < raw.length; i++) {
            raw[i] = Math.max(1e-9, 1 - Math.abs(begin + i - middle) / reach);
            sum += raw[i];
        }
        float[] normal = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            normal[i] = (float) (raw[i] / sum);
        }
        return normal;
    }

    int length() {
        return first.length;
    }

    int first(int target) {
        return first[target];
    }

    float[] weights(int target) {
        return weights[target];
    }
}
