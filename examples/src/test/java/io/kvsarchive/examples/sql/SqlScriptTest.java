/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void isCutAtSemicolons() {
        assertThat(texts("SELECT 1;\nSELECT 2 ; SELECT 3;"))
                .containsExactly("SELECT 1;", "SELECT 2 ;", "SELECT 3;");
    }

    @Test
    void mayEndWithoutSemicolon() {
        assertThat(texts("SELECT 1;\nSELECT 2\n")).containsExactly("SELECT 1;", "SELECT 2");
    }

    @Test
    void hidesSemicolonsInQuotes() {
        assertThat(texts("SELECT 'a;b' AS `c;d`; SELECT 'it''s; so';"))
                .containsExactly("SELECT 'a;b' AS `c;d`;", "SELECT 'it''s; so';");
    }

    @Test
    void hidesSemicolonsAndQuotesInComments() {
        assertThat(texts("-- don't; stop\nSELECT 1 /* nor; can't */ + 1; SELECT 2; -- end;"))
                .containsExactly("-- don't; stop\nSELECT 1 /* nor; can't */ + 1;", "SELECT 2;");
    }

    @Test
    void knowsCommentsWithSlashes() {
        assertThat(texts("// a; comment\nSELECT 1; // the last;"))
                .containsExactly("// a; comment\nSELECT 1;");
    }

    @Test
    void hidesCommentsInQuotes() {
        assertThat(texts("SELECT '--', '/*'; SELECT '*/';"))
                .containsExactly("SELECT '--', '/*';", "SELECT '*/';");
    }

    /** They are part of the statement, and so is a semicolon in them. */
    @Test
    void keepsHints() {
        assertThat(texts("SELECT * FROM t /*+ OPTIONS('a' = 'b;c') */; SELECT 2;"))
                .containsExactly("SELECT * FROM t /*+ OPTIONS('a' = 'b;c') */;", "SELECT 2;");
    }

    @Test
    void holdsNothingButWhatSaysSomething() {
        assertThat(texts("")).isEmpty();
        assertThat(texts(" ;; -- nothing;\n ; /* nothing */")).isEmpty();
    }

    @Test
    void staysWholeWhereAQuoteIsNotClosed() {
        assertThat(texts("SELECT 1; SELECT 'a; SELECT 2;"))
                .containsExactly("SELECT 1;", "SELECT 'a; SELECT 2;");
    }

    @Test
    void tellsWhereAStatementBegins() {
        SqlScript script = script("-- first\n\nSELECT 1;\n\n-- second\nSELECT\n  2,\n  3;");

        assertThat(script.pieces())
                .extracting(SqlPiece::describe)
                .containsExactly("test.sql, line 3, SELECT 1;", "test.sql, line 6, SELECT 2, 3;");
    }

    @Test
    void tellsHowALongStatementBegins() {
        assertThat(script("SELECT " + "1 + ".repeat(100) + "1;").pieces())
                .extracting(SqlPiece::describe)
                .containsExactly("test.sql, line 1, SELECT " + "1 + ".repeat(13) + "1...");
    }

    @Test
    void leavesAStatementOnItsLines() {
        SqlScript script = script("SELECT 1;\n SELECT\n 2;");

        assertThat(script.pieces().get(1).inPlace()).isEqualTo("         \n SELECT\n 2;");
    }

    @Test
    void joinsPieces() {
        List<SqlPiece> pieces = script("-- both\nBEGIN INSERT 1; INSERT 2; END;").pieces();

        SqlPiece joined = pieces.get(0).with(pieces.get(1)).with(pieces.get(2));

        assertThat(joined.text()).isEqualTo("-- both\nBEGIN INSERT 1; INSERT 2; END;");
        assertThat(joined.describe())
                .startsWith("test.sql, line 2, BEGIN INSERT 1; INSERT 2; END;");
    }

    private static List<String> texts(String script) {
        return script(script).pieces().stream().map(SqlPiece::text).toList();
    }

    private static SqlScript script(String text) {
        return new SqlScript("test.sql", text);
    }
}
