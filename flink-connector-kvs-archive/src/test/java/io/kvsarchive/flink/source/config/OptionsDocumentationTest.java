/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.OptionTable;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** Compares the table of options in the documentation with the code. */
class OptionsDocumentationTest {

    @Test
    void describesEveryOption() throws Exception {
        new OptionTable(Path.of("..", "docs", "source.md"), "options")
                .describes(KvsArchiveSourceOptions.all());
    }

    @Test
    void knowsEveryOptionThatIsDeclared() {
        assertThat(KvsArchiveSourceOptions.all())
                .hasSize(
                        (int)
                                Arrays.stream(KvsArchiveSourceOptions.class.getDeclaredFields())
                                        .filter(field -> field.getType() == ConfigOption.class)
                                        .filter(field -> Modifier.isPublic(field.getModifiers()))
                                        .count())
                .doesNotHaveDuplicates()
                .contains(KvsArchiveSourceOptions.AWS_REGION, KvsArchiveSourceOptions.READ_ORDER);
    }
}
