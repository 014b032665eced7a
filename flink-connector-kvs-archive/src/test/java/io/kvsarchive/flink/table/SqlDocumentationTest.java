/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.OptionTable;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;

/** Compares the page on SQL with the code. */
class SqlDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "sql.md");

    /** Options have dots, except for one; columns have none, and a type beside them. */
    private static final Pattern OPTION =
            Pattern.compile(
                    "^\\| `([a-z-]+\\.[a-z.-]+|format)` \\| (?:`([^`]*)`)? *\\| ",
                    Pattern.MULTILINE);

    private static final Pattern COLUMN =
            Pattern.compile(
                    "^\\| (`[a-z_]+` \\| `[A-Z][^`]*` \\| (?:yes)?) *\\|", Pattern.MULTILINE);

    /** What follows is for the SQL client, which knows more statements. */
    private static final String CLIENTS = "## From the SQL client";

    private static final Pattern STATEMENTS =
            Pattern.compile("^```sql\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void namesEveryOptionOfTablesWithItsDefault() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = OPTION.matcher(Files.readString(PAGE));
        while (row.find()) {
            documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }

        Map<String, String> declared = new TreeMap<>();
        KvsArchiveTableOptions.ALL.stream()
                .filter(option -> !KvsArchiveSourceOptions.all().contains(option))
                .forEach(
                        option ->
                                declared.put(
                                        option.key(), OptionTable.text(option.defaultValue())));
        assertThat(documented).isEqualTo(declared);
    }

    /** In a table, watermarks are declared. */
    @Test
    void listsEveryOptionOfTheSource() throws Exception {
        List<ConfigOption<?>> ofSource = new ArrayList<>(KvsArchiveSourceOptions.all());
        ofSource.remove(KvsArchiveSourceOptions.WATERMARK_SOURCE);

        assertThat(KvsArchiveTableOptions.ALL).containsAll(ofSource);
        new OptionTable(PAGE, "options of the source").lists(ofSource);
    }

    @Test
    void namesEveryColumnWithItsType() throws Exception {
        List<String> documented = new ArrayList<>();
        Matcher row = COLUMN.matcher(Files.readString(PAGE));
        while (row.find()) {
            documented.add(row.group(1).strip());
        }

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(ArchiveColumn.values())
                                .map(
                                        column ->
                                                ("`"
                                                                + column.key()
                                                                + "` | `"
                                                                + column.type()
                                                                + "` | "
                                                                + (column.isListed() ? "yes" : ""))
                                                        .strip())
                                .toList());
    }

    @Test
    void showsStatementsThatArePlanned() throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        List<String> plans = new ArrayList<>();
        String page = Files.readString(PAGE);
        int ofClients = page.indexOf(CLIENTS);
        Matcher block = STATEMENTS.matcher(ofClients < 0 ? page : page.substring(0, ofClients));
        while (block.find()) {
            for (String statement : block.group(1).split(";", -1)) {
                if (statement.isBlank()) {
                    continue;
                }
                if (statement.strip().startsWith("SELECT")) {
                    plans.add(sql.explainSql(statement));
                } else {
                    sql.executeSql(statement);
                }
            }
        }

        assertThat(plans)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(plan -> assertThat(plan).contains("TableSourceScan"));
        assertThat(plans.get(0))
                .contains("project=[stream_name, frame_time, frame_size]")
                .contains("filter=[and(OR(=(stream_name, ")
                .contains("watermark=[SOURCE_WATERMARK()]");
    }
}
