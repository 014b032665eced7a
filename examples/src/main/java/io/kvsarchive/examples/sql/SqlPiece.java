/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

/**
 * A part of a script: a statement, or what may become one with the piece that follows.
 *
 * @param start where it begins, with the comments before it
 * @param firstWord where its first word begins
 * @param end behind the semicolon
 */
record SqlPiece(SqlScript script, int start, int firstWord, int end) {

    private static final int MAX_SHOWN = 60;

    /** Both in one. */
    SqlPiece with(SqlPiece next) {
        return new SqlPiece(script, start, firstWord, next.end);
    }

    /** What it says, with the comments before it. */
    String text() {
        return script.text().substring(start, end).strip();
    }

    /** The same where it stands in the script, so that Flink's parser tells lines of the script. */
    String inPlace() {
        return script.text().substring(0, start).replaceAll("[^\\n]", " ")
                + script.text().substring(start, end);
    }

    /** The script's name, the line, and how the statement begins. */
    String describe() {
        String words = script.text().substring(firstWord, end).replaceAll("\\s+", " ");
        long line =
                1 + script.text().substring(0, firstWord).chars().filter(c -> c == '\n').count();
        return "%s, line %s, %s"
                .formatted(
                        script.name(),
                        line,
                        words.length() > MAX_SHOWN ? words.substring(0, MAX_SHOWN) + "..." : words);
    }
}
