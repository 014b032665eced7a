/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.junit.jupiter.api.Test;

/** Compares the page on PyFlink with the code, as far as that is possible without Python. */
class PythonDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "pyflink.md");

    private static final Pattern STATEMENT = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);

    /** Stands in for the function in Python. */
    public static final class NalUnitType extends ScalarFunction {

        private static final long serialVersionUID = 1L;

        public Integer eval(byte[] payload) {
            return payload[4] & 0x1F;
        }
    }

    @Test
    void showsStatementsThatArePlanned() throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.createTemporaryFunction("nal_unit_type", NalUnitType.class);
        List<String> plans = new ArrayList<>();
        Matcher statement = STATEMENT.matcher(Files.readString(PAGE));
        while (statement.find()) {
            if (statement.group(1).strip().startsWith("SELECT")) {
                plans.add(sql.explainSql(statement.group(1)));
            } else {
                sql.executeSql(statement.group(1));
            }
        }

        assertThat(plans).hasSize(2);
        assertThat(plans.get(0)).contains("TableSourceScan").doesNotContain("payload");
        assertThat(plans.get(1)).contains("TableSourceScan").contains("nal_unit_type(payload)");
    }
}
