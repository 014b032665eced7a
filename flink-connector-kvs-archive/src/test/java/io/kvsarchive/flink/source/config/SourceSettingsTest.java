/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSettingsTest {

    /** Equal wherever it has been. */
    private enum Filter implements ArchivedFragment.Filter {
        ALL;

        @Override
        public boolean accepts(ArchivedFragment fragment) {
            return true;
        }
    }

    @Test
    void isTheSameAfterSerialization() throws Exception {
        Configuration options = new Configuration();
        options.set(KvsArchiveSourceOptions.AWS_REGION, "eu-west-1");
        options.set(KvsArchiveSourceOptions.AWS_ENDPOINT, "https://localhost:8080");
        options.set(KvsArchiveSourceOptions.READ_MAX_DRIFT, Duration.ofMinutes(3));
        options.setString("aws.credentials.provider.basic.accesskeyid", "key");
        options.setString("aws.credentials.provider.basic.secretkey", "secret");
        options.setString("source.reader.close.timeout", "5000");
        SourceSettings settings = settings(options, 2);

        SourceSettings copy = InstantiationUtil.clone(settings);

        assertThat(copy).isEqualTo(settings);
        assertThat(copy.aws().region()).isEqualTo("eu-west-1");
        assertThat(copy.enumerator().maxDrift()).contains(Duration.ofMinutes(3));
        assertThat(copy.flink().toMap()).containsOnlyKeys("source.reader.close.timeout");
        assertThat(copy.toString()).doesNotContain("secret\"").doesNotContain("=secret");
    }

    @Test
    void isTheSameAfterSerializationWithoutAnyOption() throws Exception {
        SourceSettings settings = settings(new Configuration(), 1);

        assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({"100, 100, true", "100, 101, false", "0, 1, false", "1000, 1000, true"})
    void hasMetricsOfEachOfSoManyStreams(int max, int streams, boolean hasMetrics) {
        Configuration options = new Configuration();
        options.set(KvsArchiveSourceOptions.METRICS_MAX_STREAMS, max);

        assertThat(settings(options, streams).reader().hasMetricsByStream()).isEqualTo(hasMetrics);
    }

    private static SourceSettings settings(Configuration options, int streams) {
        FragmentSelection all =
                new FragmentSelection.InTimeRange(
                        FragmentSelectorType.SERVER_TIMESTAMP, Instant.EPOCH, null);
        Map<StreamReference, FragmentSelection> named = new LinkedHashMap<>();
        for (int i = 0; i < streams; i++) {
            named.put(new StreamReference("camera-" + i), all);
        }
        return SourceSettings.of(options, new StreamSelection(named, null, all, null), Filter.ALL);
    }
}
