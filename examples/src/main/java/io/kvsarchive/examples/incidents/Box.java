/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents;

/**
 * A place in a picture.
 *
 * @param left of the picture's width, 0 to 1
 * @param top of the picture's height, 0 to 1
 * @param right of the picture's width, 0 to 1
 * @param bottom of the picture's height, 0 to 1
 */
public record Box(double left, double top, double right, double bottom) {

    public Box {
        if (!(left <= right && top <= bottom)) {
            throw new IllegalArgumentException(
                    "A box from " + left + "," + top + " to " + right + "," + bottom);
        }
    }

    public double area() {
        return (right - left) * (bottom - top);
    }

    public double centerX() {
        return (left + right) / 2;
    }

    public double centerY() {
        return (top + bottom) / 2;
    }

    /** The smallest box that holds both. */
    public Box union(Box other) {
        return new Box(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    /** The area that both share, of the area that either takes, 0 to 1. */
    public double overlap(Box other) {
        double shared = sharedArea(other);
        return shared == 0 ? 0 : shared / (area() + other.area() - shared);
    }

    /** How much of this box the other one covers, 0 to 1. */
    public double coveredBy(Box other) {
        double shared = sharedArea(other);
        return shared == 0 ? 0 : shared / area();
    }

    private double sharedArea(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return Math.max(0, width) * Math.max(0, height);
    }
}
