/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.compare;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints each thing that was measured beside a peer or a limit. */
public final class ResultTable {

    private final PrintWriter out;

    /**
     * Prints the head.
     *
     * @param unit of the figures
     */
    public ResultTable(PrintWriter out, String unit) {
        this.out = out;
        print("what, " + unit, "measured", "peer or limit", "its figure", "ratio", "goal");
    }

    /**
     * Prints a row.
     *
     * @param ratio of what was measured to the peer's figure, by the same rounds
     * @param goal what the ratio should be, in words; empty if there is none
     */
    public void row(
            String what, double measured, String peer, double figure, double ratio, String goal) {
        print(what, format(measured), peer, format(figure), format(ratio), goal);
    }

    /** Prints a row of which the ratio is that of the two figures. */
    public void row(String what, double measured, String peer, double figure, String goal) {
        row(what, measured, peer, figure, measured / figure, goal);
    }

    private void print(
            String what, String measured, String peer, String figure, String ratio, String goal) {
        out.println(
                String.format(
                                Locale.ROOT,
                                "%-57s %12s  %-38s %12s %8s  %s",
                                what,
                                measured,
                                peer,
                                figure,
                                ratio,
                                goal)
                        .stripTrailing());
        out.flush();
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }
}
