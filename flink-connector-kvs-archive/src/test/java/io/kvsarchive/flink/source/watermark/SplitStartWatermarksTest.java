/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceOutput;
import org.junit.jupiter.api.Test;

/** A split that waits says where it begins, and nobody hears of it who wants no watermarks. */
class SplitStartWatermarksTest {

    private final SplitStartWatermarks<String> watermarks =
            new SplitStartWatermarks<>(Duration.ofMillis(10));

    @Test
    void holdsTheStrategysWatermarksBackToWhereASplitBegins() {
        MultiplexedOutput output = outputOf(true, split("a", 100), split("b", 500));

        collect(output, "a", 200);
        collect(output, "a", 700);
        collect(output, "a", 900);

        // The earlier of the record's time and of the other's start, less 10 ms and 1.
        assertThat(output.watermarks()).containsExactly(200L, 489L);
    }

    @Test
    void goesOnWithTheNextSplitWhereTheLastOneEnded() {
        MultiplexedOutput output = outputOf(true, split("a", 100), split("b", 500));
        collect(output, "a", 400);
        finish(output, "a");
        add(output, split("a", 600));

        collect(output, "b", 520);
        collect(output, "b", 700);
        finish(output, "b");
        collect(output, "a", 800);

        assertThat(output.watermarks()).containsExactly(400L, 520L, 589L, 800L);
    }

    @Test
    void emitsNothingForAStrategyWithoutWatermarks() {
        MultiplexedOutput output = outputOf(false, split("a", 100), split("b", 500));
        output.emitPeriodically();
        collect(output, "a", 200);
        output.emitPeriodically();
        finish(output, "a");
        output.emitPeriodically();
        add(output, split("a", 600));
        output.emitPeriodically();
        collect(output, "b", 520);
        collect(output, "a", 620);
        output.emitPeriodically();
        finish(output, "b");
        finish(output, "a");

        assertThat(output.watermarks()).isEmpty();
    }

    /** While one waits for its next attempt, the other is read. */
    @Test
    void takesSplitsInTurns() {
        MultiplexedOutput output = outputOf(true, split("a", 100), split("b", 500));

        collect(output, "a", 150);
        collect(output, "b", 510);
        collect(output, "a", 600);
        collect(output, "b", 650);

        assertThat(output.watermarks()).containsExactly(150L, 510L, 600L);
    }

    @Test
    void doesNotWaitForASplitWhoseStartIsNotKnown() {
        MultiplexedOutput output = outputOf(true, split("a", 100), numbered("b"));

        collect(output, "a", 150);
        collect(output, "a", 160);

        assertThat(output.watermarks()).containsExactly(150L, 160L);
    }

    /** Flink would resume an output that it has not paused, and fail. */
    @Test
    void keepsTheOutputOfASplitThatIsPaused() {
        MultiplexedOutput output = outputOf(true, split("a", 100), split("b", 500));
        collect(output, "a", 150);
        watermarks.pausedOrResumed(List.of("b"), List.of());
        SourceOutput<String> paused = output.createOutputForSplit("b");

        finish(output, "a");
        assertThat(output.createOutputForSplit("b")).isSameAs(paused);
        assertThat(watermarks.outputOf("b", paused)).isSameAs(paused);
    }

    private MultiplexedOutput outputOf(
            boolean strategyHasWatermarks, KvsArchiveSplitState... splits) {
        MultiplexedOutput output = new MultiplexedOutput(strategyHasWatermarks);
        Arrays.stream(splits).forEach(split -> add(output, split));
        return output;
    }

    /** As Flink does when a split comes. */
    private void add(MultiplexedOutput output, KvsArchiveSplitState split) {
        output.createOutputForSplit(split.splitId());
        watermarks.added(split);
        watermarks.emit(output);
    }

    private void collect(MultiplexedOutput output, String splitId, long timestamp) {
        watermarks.emit(output);
        watermarks
                .outputOf(splitId, output.createOutputForSplit(splitId))
                .collect("a record", timestamp);
        watermarks.emit(output);
    }

    private void finish(MultiplexedOutput output, String splitId) {
        output.releaseOutputForSplit(splitId);
        watermarks.finished(Set.of(splitId));
        watermarks.emit(output);
    }

    private static KvsArchiveSplitState split(String splitId, long startMillis) {
        return state(splitId, new FragmentToRead.Listed("1", startMillis, startMillis, 1000, 100));
    }

    private static KvsArchiveSplitState numbered(String splitId) {
        return state(splitId, FragmentToRead.numbered("1"));
    }

    private static KvsArchiveSplitState state(String splitId, FragmentToRead fragment) {
        return new KvsArchiveSplitState(
                new KvsArchiveSplit(
                        splitId,
                        1,
                        new StreamReference("camera"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(fragment),
                        Optional.empty()));
    }
}
