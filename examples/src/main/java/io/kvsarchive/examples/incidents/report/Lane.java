/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The incidents of one label on a camera's timeline.
 *
 * @param style the class of the label's colour
 * @param rows marks that don't overlap; what happened at the same time is below each other
 */
record Lane(String label, String style, int count, List<List<Mark>> rows) {

    private static final int MAX_ROWS = 4;

    /**
     * Makes a lane.
     *
     * @param marks in the order of time
     */
    static Lane of(String label, List<Mark> marks) {
        List<List<Mark>> rows = rows(marks);
        return new Lane(
                label,
                LabelColour.of(label).style(),
                marks.size(),
                rows.size() <= MAX_ROWS ? rows : List.of(merged(marks)));
    }

    private static List<List<Mark>> rows(List<Mark> marks) {
        List<List<Mark>> rows = new ArrayList<>();
        for (Mark mark : marks) {
            rows.stream()
                    .filter(row -> row.get(row.size() - 1).right() <= mark.left())
                    .findFirst()
                    .orElseGet(
                            () -> {
                                rows.add(new ArrayList<>());
                                return rows.get(rows.size() - 1);
                            })
                    .add(mark);
        }
        return rows;
    }

    /** Where so many overlap that they can't be told apart, one mark stands for them. */
    private static List<Mark> merged(List<Mark> marks) {
        List<Mark> result = new ArrayList<>();
        int size = 0;
        for (Mark mark : marks) {
            int last = result.size() - 1;
            if (last < 0 || result.get(last).right() <= mark.left()) {
                result.add(mark);
                size = 1;
            } else {
                size++;
                Mark first = result.get(last);
                double end = Math.max(first.left() + first.width(), mark.left() + mark.width());
                result.set(
                        last,
                        new Mark(
                                first.left(),
                                end - first.left(),
                                first.target(),
                                size + " incidents"));
            }
        }
        return result;
    }
}
