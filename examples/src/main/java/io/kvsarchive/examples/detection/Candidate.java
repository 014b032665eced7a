/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import io.kvsarchive.examples.incidents.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a model may have seen.
 *
 * @param label the number of its class
 */
record Candidate(int label, double score, Box box) {

    /** Two boxes of one class that share more than this are of one thing. */
    private static final double SAME = 0.5;

    /** So are two of which one lies within the other but for less than the rest. */
    private static final double WITHIN = 0.8;

    /** One for each thing, the surest first. */
    static List<Candidate> best(List<Candidate> candidates) {
        List<Candidate> surestFirst = new ArrayList<>(candidates);
        surestFirst.sort(Comparator.comparingDouble(Candidate::score).reversed());
        List<Candidate> best = new ArrayList<>();
        for (Candidate candidate : surestFirst) {
            if (best.stream().noneMatch(candidate::isOfTheSame)) {
                best.add(candidate);
            }
        }
        return best;
    }

    private boolean isOfTheSame(Candidate other) {
        return label == other.label
                && (box.overlap(other.box) > SAME
                        || box.coveredBy(other.box) > WITHIN
                        || other.box.coveredBy(box) > WITHIN);
    }
}
