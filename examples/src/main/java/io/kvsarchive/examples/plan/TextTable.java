/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what is in them: the first to the left, the others to the right. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... titles) {
        row(titles);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintWriter terminal) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                line.append("  ").append(column == 0 ? cell + padding : padding + cell);
            }
            terminal.println(line.toString().stripTrailing());
        }
    }
}
