/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.local.LocalKvsArchive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** SQL over a local archive. */
final class TableJobs {

    private TableJobs() {}

    static TableEnvironment streaming() {
        return environment(EnvironmentSettings.newInstance().inStreamingMode());
    }

    static TableEnvironment batch() {
        return environment(EnvironmentSettings.newInstance().inBatchMode());
    }

    private static TableEnvironment environment(EnvironmentSettings.Builder settings) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        configuration.setString("table.local-time-zone", "UTC");
        return TableEnvironment.create(settings.withConfiguration(configuration).build());
    }

    /**
     * Declares a table.
     *
     * @param columns as in {@code CREATE TABLE}, without the brackets
     * @param options pairs of names and values, beside those for access
     */
    static void create(
            TableEnvironment environment,
            LocalKvsArchive archive,
            String table,
            String columns,
            String... options) {
        environment.executeSql(declaration(archive, table, columns, options));
    }

    /** What declares such a table. */
    static String declaration(
            LocalKvsArchive archive, String table, String columns, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connector", "kvs-archive");
        all.put("aws.region", archive.region());
        all.put("aws.endpoint", archive.endpoint().toString());
        all.put("aws.credentials.provider.basic.accesskeyid", "test");
        all.put("aws.credentials.provider.basic.secretkey", "not-to-be-seen");
        all.put("retry-strategy.attempts.max", "3");
        all.put("retry-strategy.delay.min", "10 ms");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all.entrySet().stream()
                .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
                .collect(
                        Collectors.joining(
                                ", ", "CREATE TABLE " + table + " (" + columns + ") WITH (", ")"));
    }

    static List<Row> collect(TableEnvironment environment, String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        TableResult result = environment.executeSql(query);
        try (CloseableIterator<Row> iterator = result.collect()) {
            iterator.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** The rows as text, which is easy to compare. */
    static List<String> lines(TableEnvironment environment, String query) throws Exception {
        return collect(environment, query).stream().map(Row::toString).toList();
    }
}
