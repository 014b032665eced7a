/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PermutationTest {

    @Test
    void hasEachNumberOnce() {
        for (long size = 0; size <= 300; size++) {
            Permutation permutation = new Permutation(42, size);
            assertThat(LongStream.range(0, size).map(permutation::at).sorted().toArray())
                    .isEqualTo(LongStream.range(0, size).toArray());
        }
    }

    @Test
    void hasNoOrder() {
        int size = 10_000;
        Permutation permutation = new Permutation(1, size);
        long ascents = 0;
        long fixed = 0;
        for (int i = 1; i < size; i++) {
            ascents += permutation.at(i) > permutation.at(i - 1) ? 1 : 0;
            fixed += permutation.at(i) == i ? 1 : 0;
        }
        assertThat(ascents).isBetween(size / 2L - 300, size / 2L + 300);
        assertThat(fixed).isLessThan(10);
    }

    @Test
    void staysWithinTheRangeOfLargeOnes() {
        long size = 200_000_000_003L;
        Permutation permutation = new Permutation(7, size);
        assertThat(LongStream.range(size - 1000, size).map(permutation::at).distinct().boxed())
                .hasSize(1000)
                .allMatch(value -> value >= 0 && value < size);
    }

    @Test
    void dependsOnTheSeed() {
        long[] first = LongStream.range(0, 50).map(new Permutation(1, 50)::at).toArray();
        assertThat(LongStream.range(0, 50).map(new Permutation(1, 50)::at).toArray())
                .isEqualTo(first);
        assertThat(LongStream.range(0, 50).map(new Permutation(2, 50)::at).toArray())
                .isNotEqualTo(first);
    }
}
