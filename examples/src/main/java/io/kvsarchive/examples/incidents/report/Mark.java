/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

/**
 * A stretch of a timeline.
 *
 * @param left where it begins, in per cent from the left
 * @param width in per cent
 * @param target what it links to
 * @param text what it stands for
 */
record Mark(double left, double width, String target, String text) {

    /** Of the width; a mark is drawn that wide at least. */
    private static final double MIN_WIDTH = 2.2;

    double right() {
        return left + Math.max(width, MIN_WIDTH);
    }
}
