/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares more records than AssertJ can, which looks for each one among all: seconds for ten
 * thousand.
 */
public final class ManyRecords {

    private ManyRecords() {}

    /** The same records, each as often; AssertJ says of others where they differ. */
    public static <T> void assertSameInAnyOrder(List<T> actual, List<T> expected) {
        if (!counts(actual).equals(counts(expected))) {
            assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static <T> Map<T, Long> counts(List<T> records) {
        return records.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
