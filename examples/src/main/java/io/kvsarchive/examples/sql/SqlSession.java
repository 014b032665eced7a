/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.sql;

import io.kvsarchive.examples.archive.ArchiveRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.SqlParserEOFException;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.api.internal.TableResultInternal;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.operations.command.SetOperation;
import org.apache.flink.table.operations.ddl.CreateTableOperation;
import org.apache.flink.table.utils.print.PrintStyle;
import org.apache.flink.table.utils.print.RowDataToStringConverter;
import org.apache.flink.util.CloseableIterator;

/**
 * Executes the statements of one script, on a Flink cluster in this process. As in the SQL client,
 * {@code SET} is for what follows.
 */
final class SqlSession {

    /** The column of what EXPLAIN and SHOW CREATE answer. */
    private static final String ONE_TEXT = "result";

    private final TableOptions tableOptions;
    private final PrintWriter terminal;

    private TableEnvironmentInternal environment;
    private boolean isUsed;

    /**
     * Begins a session.
     *
     * @param request what tables of the archive read, where it says so
     * @param terminal where results are printed
     */
    SqlSession(ArchiveRequest request, PrintWriter terminal) {
        this.tableOptions = new TableOptions(request);
        this.terminal = terminal;
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, request.parallelism());
        // What has gone wrong is to be told, rather than tried again for ever.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        this.environment = environment(configuration);
    }

    private static TableEnvironmentInternal environment(Configuration configuration) {
        return (TableEnvironmentInternal)
                TableEnvironment.create(
                        EnvironmentSettings.newInstance().withConfiguration(configuration).build());
    }

    /**
     * Executes a statement to its end, and prints its result.
     *
     * @throws SqlParserEOFException if more belongs to it
     */
    void execute(SqlPiece statement) throws Exception {
        Operation operation = environment.getParser().parse(statement.inPlace()).get(0);
        if (operation instanceof SetOperation set && set.getKey().isPresent()) {
            set(set.getKey().get(), set.getValue().orElse(""));
            return;
        }
        isUsed = true;
        TableResultInternal result =
                environment.executeInternal(
                        operation instanceof CreateTableOperation create
                                ? adapted(create)
                                : operation);
        Optional<JobClient> job = result.getJobClient();
        if (job.isPresent() && !(operation instanceof QueryOperation)) {
            // Not by 'table.dml-sync', which fails where the job's cluster has ended with it.
            job.get().getJobExecutionResult().get();
        } else {
            print(statement, result);
        }
    }

    private void set(String key, String value) {
        environment.getConfig().set(key, value);
        if (key.equals(ExecutionOptions.RUNTIME_MODE.key())) {
            if (isUsed) {
                throw new IllegalArgumentException(
                        "'" + key + "' has to be set before all statements but SET");
            }
            // Which planner an environment has is settled when it is made.
            environment = environment(environment.getConfig().getConfiguration());
        }
    }

    private CreateTableOperation adapted(CreateTableOperation create) {
        return new CreateTableOperation(
                create.getTableIdentifier(),
                tableOptions.applyTo(create.getCatalogTable()),
                create.isIgnoreIfExists(),
                create.isTemporary());
    }

    private void print(SqlPiece statement, TableResultInternal result) throws Exception {
        if (result.getResultKind() == ResultKind.SUCCESS) {
            return;
        }
        terminal.println();
        terminal.println(statement.text());
        try (CloseableIterator<RowData> rows = result.collectInternal()) {
            style(result).print(rows, terminal);
        }
    }

    private PrintStyle style(TableResultInternal result) {
        ResolvedSchema schema = result.getResolvedSchema();
        RowDataToStringConverter converter = result.getRowDataToStringConverter();
        if (schema.getColumnNames().equals(List.of(ONE_TEXT))) {
            return PrintStyle.rawContent(converter);
        }
        int maxWidth = environment.getConfig().get(TableConfigOptions.DISPLAY_MAX_COLUMN_WIDTH);
        // As Flink does: the rows of a query in streaming mode may have no end, nor be all that
        // stays.
        return result.getJobClient().isPresent() && isStreaming()
                ? PrintStyle.tableauWithTypeInferredColumnWidths(
                        schema, converter, maxWidth, false, true)
                : PrintStyle.tableauWithDataInferredColumnWidths(
                        schema, converter, maxWidth, false, false);
    }

    private boolean isStreaming() {
        return environment.getConfig().get(ExecutionOptions.RUNTIME_MODE)
                == RuntimeExecutionMode.STREAMING;
    }
}
