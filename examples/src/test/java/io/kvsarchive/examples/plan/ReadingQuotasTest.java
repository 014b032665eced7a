/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingQuotasTest {

    private final Configuration options = new Configuration();

    @Test
    void takesTheShareOfWhatTheServiceAllows() {
        assertThat(ReadingQuotas.of(options)).isEqualTo(new ReadingQuotas(400, 4, 8_000));

        options.set(KvsArchiveSourceOptions.QUOTA_SHARE, 1.0);
        assertThat(ReadingQuotas.of(options)).isEqualTo(new ReadingQuotas(500, 5, 10_000));

        options.set(KvsArchiveSourceOptions.QUOTA_SHARE, 0.1);
        assertThat(ReadingQuotas.of(options)).isEqualTo(new ReadingQuotas(50, 1, 1_000));
    }

    @Test
    void givesOneReaderOneConnection() {
        options.set(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED);

        assertThat(ReadingQuotas.of(options).connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        // A day of 4 Mbit/s in fragments of 2 s: 43 GB by four connections of 25 MB/s.
        "43200, 43200, 43200000000, 432, BANDWIDTH",
        "43200, 43200, 432000000, 108, FRAGMENTS",
        "43200, 100, 100000000, 5.4, LISTING",
        "0, 0, 0, 0, BANDWIDTH"
    })
    void theLongestOfThreeTimesIsTheLeast(
            long listed, long fragments, long bytes, double seconds, LeastTime.Limit limit) {
        StreamTally stream = StreamTally.of("gate");
        stream.listed = listed;
        stream.fragments = fragments;
        stream.bytes = bytes;

        assertThat(ReadingQuotas.of(options).leastTime(stream))
                .isEqualTo(new LeastTime(seconds, limit));
    }
}
