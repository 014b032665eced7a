/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The costs of several ways, which took turns, so that whatever else the machine does meets them
 * alike. Ratios are taken within a round; of each figure the median is shown.
 */
public final class Comparison {

    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

    /**
     * Lets each way run once to warm up, and then in each round.
     *
     * @param ways by name, in the order in which they take turns
     */
    public static Comparison of(Map<String, Way> ways, int rounds) throws Exception {
        Comparison comparison = new Comparison();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                Cost cost = way.getValue().run();
                if (round > 0) {
                    comparison.add(way.getKey(), cost);
                }
            }
        }
        return comparison;
    }

    /** Notes what a way took in its next round. */
    public void add(String way, Cost cost) {
        costs.computeIfAbsent(way, name -> new ArrayList<>()).add(cost);
    }

    /** The ways in the order in which they took turns. */
    public Set<String> ways() {
        return costs.keySet();
    }

    /** A way's figure. */
    public double figure(String way, ToDoubleFunction<Cost> figure) {
        return median(costs(way).stream().mapToDouble(figure).toArray());
    }

    /** A way's figure divided by that of another way in the same round. */
    public double ratio(String way, String peer, ToDoubleFunction<Cost> figure) {
        List<Cost> own = costs(way);
        List<Cost> others = costs(peer);
        double[] ratios = new double[own.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] =
                    figure.applyAsDouble(own.get(round)) / figure.applyAsDouble(others.get(round));
        }
        return median(ratios);
    }

    private List<Cost> costs(String way) {
        return Objects.requireNonNull(costs.get(way), way);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
