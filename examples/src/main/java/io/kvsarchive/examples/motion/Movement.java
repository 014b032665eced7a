/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.motion;

import io.kvsarchive.examples.incidents.Box;
import java.util.List;

/**
 * What moves in one picture.
 *
 * @param width of the mask in pixels, which may be smaller than the picture
 * @param height of the mask in pixels
 * @param mask a byte for each pixel, rows from the top: 0 where nothing moves
 * @param regions around what moves together, the largest first
 */
public record Movement(int width, int height, byte[] mask, List<Box> regions) {

    public Movement {
        regions = List.copyOf(regions);
    }

    /** How much of a place in the picture moves, 0 to 1. */
    public double within(Box box) {
        int left = (int) Math.floor(box.left() * width);
        int top = (int) Math.floor(box.top() * height);
        int right = Math.min(width, Math.max(left + 1, (int) Math.ceil(box.right() * width)));
        int bottom = Math.min(height, Math.max(top + 1, (int) Math.ceil(box.bottom() * height)));
        int moving = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                moving += mask[y * width + x] == 0 ? 0 : 1;
            }
        }
        return (double) moving / ((right - left) * (bottom - top));
    }
}
