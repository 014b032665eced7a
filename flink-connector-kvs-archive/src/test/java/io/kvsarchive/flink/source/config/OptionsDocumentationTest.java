/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** Compares the table of options in the documentation with the code. */
class OptionsDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "source.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z.-]+)` \\| (?:`([^`]*)`)? *\\| ", Pattern.MULTILINE);

    @Test
    void namesEveryOptionWithItsDefault() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }

        assertThat(documented).isEqualTo(declared());
    }

    @Test
    void checksEveryOptionThatIsDeclared() throws Exception {
        assertThat(KvsArchiveSourceOptions.KEYS).containsExactlyElementsOf(declared().keySet());
    }

    private static Map<String, String> declared() throws IllegalAccessException {
        Map<String, String> defaults = new TreeMap<>();
        for (Field field : KvsArchiveSourceOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && field.get(null) instanceof ConfigOption<?> option) {
                defaults.put(option.key(), text(option.defaultValue()));
            }
        }
        return defaults;
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof MemorySize size) {
            return size.getMebiBytes() + " mb";
        }
        return value == null ? "" : value.toString();
    }
}
