/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many incidents a label has.
 *
 * @param style the class of its colour
 */
record LabelCount(String label, String style, long count) {

    /** Of each label, in the order of the alphabet. */
    static List<LabelCount> of(List<ReportedIncident> incidents) {
        Map<String, Long> counts =
                incidents.stream()
                        .collect(
                                Collectors.groupingBy(
                                        reported -> reported.incident().label(),
                                        TreeMap::new,
                                        Collectors.counting()));
        List<LabelCount> result = new ArrayList<>();
        counts.forEach(
                (label, count) ->
                        result.add(new LabelCount(label, LabelColour.of(label).style(), count)));
        return result;
    }

    /** All in a row, such as {@code car 2, person 3}. */
    static String text(List<LabelCount> counts) {
        return counts.stream()
                .map(count -> count.label() + " " + count.count())
                .collect(Collectors.joining(", "));
    }
}
