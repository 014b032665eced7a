/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/**
 * A table of options on a page of the documentation, made of what their declarations say. With
 * {@code -Ddocs.write=true}, a table that differs is written anew.
 */
public final class OptionTable {

    private static final String BEGIN = "<!-- Made from the code, see CONTRIBUTING.md: %s -->\n";
    private static final String END = "<!-- End of the table -->\n";
    private static final boolean IS_WRITTEN = Boolean.getBoolean("docs.write");

    private final Path page;
    private final String begin;

    /**
     * @param name as in the comment before the table
     */
    public OptionTable(Path page, String name) {
        this.page = page;
        this.begin = BEGIN.formatted(name);
    }

    /** Compares the table, with descriptions. */
    public void describes(Collection<ConfigOption<?>> options) throws IOException {
        compare(
                "| option | default | |\n|---|---|---|\n"
                        + rows(options, OptionTable::description));
    }

    /** Compares the table, without descriptions. */
    public void lists(Collection<ConfigOption<?>> options) throws IOException {
        compare("| option | default |\n|---|---|\n" + rows(options, option -> ""));
    }

    private static String rows(
            Collection<ConfigOption<?>> options, Function<ConfigOption<?>, String> description) {
        return options.stream()
                .sorted(Comparator.comparing(ConfigOption::key))
                .map(
                        option ->
                                "| `%s` |%s |%s\n"
                                        .formatted(
                                                option.key(),
                                                defaultOf(option),
                                                description.apply(option)))
                .collect(Collectors.joining());
    }

    private static String description(ConfigOption<?> option) {
        return " %s |".formatted(new HtmlFormatter().format(option.description()));
    }

    private static String defaultOf(ConfigOption<?> option) {
        String text = text(option.defaultValue());
        return text.isEmpty() ? "" : " `%s`".formatted(text);
    }

    /** A value as it is written in a configuration. */
    public static String text(Object value) {
        if (value instanceof Duration duration) {
            return TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof MemorySize size) {
            return size.getMebiBytes() + " mb";
        }
        return value == null ? "" : value.toString();
    }

    private void compare(String table) throws IOException {
        String text = Files.readString(page);
        assertThat(text).contains(begin);
        int start = text.indexOf(begin) + begin.length();
        int end = text.indexOf(END, start);
        assertThat(end).as("the end of the table after %s", begin).isPositive();
        if (IS_WRITTEN && !text.substring(start, end).equals(table)) {
            Files.writeString(page, text.substring(0, start) + table + text.substring(end));
            return;
        }
        assertThat(text.substring(start, end)).isEqualTo(table);
    }
}
