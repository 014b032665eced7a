/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkOutputMultiplexer;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Combines what splits emit as Flink's own output does, for a strategy whose watermarks are the
 * records' times, or one without watermarks.
 */
final class MultiplexedOutput implements ReaderOutput<String> {

    private final boolean strategyHasWatermarks;
    private final List<Long> watermarks = new ArrayList<>();
    private final Map<String, SourceOutput<String>> splits = new HashMap<>();
    private final WatermarkOutputMultiplexer multiplexer =
            new WatermarkOutputMultiplexer(new Recording());

    MultiplexedOutput(boolean strategyHasWatermarks) {
        this.strategyHasWatermarks = strategyHasWatermarks;
    }

    /** What has been emitted downstream. */
    List<Long> watermarks() {
        return watermarks;
    }

    /** What Flink does at intervals, whatever the strategy. */
    void emitPeriodically() {
        multiplexer.onPeriodicEmit();
    }

    @Override
    public SourceOutput<String> createOutputForSplit(String splitId) {
        return splits.computeIfAbsent(splitId, this::register);
    }

    private SourceOutput<String> register(String splitId) {
        multiplexer.registerNewOutput(splitId);
        return new OfSplit(multiplexer.getImmediateOutput(splitId));
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        splits.remove(splitId);
        multiplexer.unregisterOutput(splitId);
    }

    @Override
    public void collect(String record) {
        throw new UnsupportedOperationException("Records belong to splits");
    }

    @Override
    public void collect(String record, long timestamp) {
        throw new UnsupportedOperationException("Records belong to splits");
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        watermarks.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
        throw new UnsupportedOperationException("The source itself is never idle");
    }

    @Override
    public void markActive() {}

    private final class Recording implements WatermarkOutput {
        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            watermarks.add(null);
        }

        @Override
        public void markActive() {}
    }

    private final class OfSplit implements SourceOutput<String> {

        private final WatermarkOutput output;

        OfSplit(WatermarkOutput output) {
            this.output = output;
        }

        @Override
        public void collect(String record) {
            throw new UnsupportedOperationException("Records have times");
        }

        @Override
        public void collect(String record, long timestamp) {
            if (strategyHasWatermarks) {
                output.emitWatermark(new Watermark(timestamp));
            }
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            output.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            output.markIdle();
        }

        @Override
        public void markActive() {
            output.markActive();
        }
    }
}
