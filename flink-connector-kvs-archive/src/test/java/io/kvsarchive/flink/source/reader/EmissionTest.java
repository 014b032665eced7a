/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SourceWatermarks;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.junit.jupiter.api.Test;

class EmissionTest {

    private final MetricListener figures = new MetricListener();
    private final ReaderMetrics metrics =
            new ReaderMetrics(InternalSourceReaderMetricGroup.mock(figures.getMetricGroup()), true);
    private final SourceWatermarks<String> watermarks =
            new SourceWatermarks<>(Duration.ZERO, new SimpleCounter());
    private final RecordingReaderOutput<String> output = new RecordingReaderOutput<>();

    @Test
    void tellsTheStateTheMetricsAndTheWatermarks() {
        KvsArchiveSplit split = split();
        KvsArchiveSplitState state = new KvsArchiveSplitState(split);
        metrics.added(split);
        watermarks.added(state);
        watermarks.told(5000);
        watermarks.emit(output);

        new Emission<>(watermarks, metrics).fragmentDone(state, "7");
        watermarks.emit(output);

        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
        assertThat(figures.<Long>getGauge("pendingBytes").orElseThrow().getValue()).isEqualTo(800);
        assertThat(output.watermarks()).containsExactly(999L, 2999L);
    }

    private static KvsArchiveSplit split() {
        return new KvsArchiveSplit(
                "s",
                1,
                new StreamReference("camera"),
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new FragmentToRead.Listed("7", 1000, 0, 700, 2000),
                        new FragmentToRead.Listed("8", 3000, 0, 800, 2000)),
                Optional.empty());
    }
}
