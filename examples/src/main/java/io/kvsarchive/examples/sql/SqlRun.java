/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.ArchiveRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.SqlParserEOFException;

/** Runs scripts one after the other, each in a session of its own. */
final class SqlRun implements ArchiveRun {

    private final List<SqlScript> scripts;
    private final ArchiveRequest request;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where results are printed
     */
    SqlRun(List<SqlScript> scripts, ArchiveRequest request, PrintWriter terminal) {
        this.scripts = List.copyOf(scripts);
        this.request = request;
        this.terminal = terminal;
    }

    /**
     * Runs all statements.
     *
     * @throws SqlStatementException if one fails; those that follow are left out
     */
    @Override
    public void run() throws SqlStatementException {
        for (SqlScript script : scripts) {
            terminal.println("Running " + script.name() + " ...");
            run(script, new SqlSession(request, terminal));
            terminal.println();
        }
    }

    private static void run(SqlScript script, SqlSession session) throws SqlStatementException {
        Optional<SqlStatementException> incomplete = Optional.empty();
        SqlPiece begun = null;
        for (SqlPiece piece : script.pieces()) {
            SqlPiece statement = begun == null ? piece : begun.with(piece);
            try {
                session.execute(statement);
                begun = null;
                incomplete = Optional.empty();
            } catch (SqlParserEOFException e) {
                begun = statement;
                incomplete = Optional.of(new SqlStatementException(statement, e));
            } catch (Exception e) {
                throw new SqlStatementException(statement, e);
            }
        }
        if (incomplete.isPresent()) {
            throw incomplete.get();
        }
    }
}
