/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of statements.
 *
 * @param name of the file
 * @param text all that is in it
 */
record SqlScript(String name, String text) {

    /** What says nothing, what a semicolon may be hidden in, or one that isn't. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<blank>\\s+|(?:--|//)[^\\n]*|/\\*(?!\\+).*?(?:\\*/|\\z))"
                            + "|(?:'[^']*'?|\"[^\"]*\"?|`[^`]*`?)"
                            + "|(?<end>;)"
                            + "|.",
                    Pattern.DOTALL);

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it isn't there
     */
    static SqlScript read(Path file) throws IOException {
        try {
            return new SqlScript(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no file '" + file + "'", e);
        }
    }

    /** One of those that people copy from examples/sql. */
    static SqlScript sample(String name) throws IOException {
        try (InputStream content = SqlScript.class.getResourceAsStream(name)) {
            return new SqlScript(
                    "examples/sql/" + name,
                    new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Cuts it at the semicolons that are neither quoted nor in a comment. A statement may take more
     * than one piece, such as what stands between BEGIN and END.
     */
    List<SqlPiece> pieces() {
        List<SqlPiece> pieces = new ArrayList<>();
        int start = 0;
        int firstWord = -1;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group("end") != null) {
                if (firstWord >= 0) {
                    pieces.add(new SqlPiece(this, start, firstWord, token.end()));
                }
                start = token.end();
                firstWord = -1;
            } else if (token.group("blank") == null && firstWord < 0) {
                firstWord = token.start();
            }
        }
        if (firstWord >= 0) {
            pieces.add(new SqlPiece(this, start, firstWord, text.length()));
        }
        return pieces;
    }
}
