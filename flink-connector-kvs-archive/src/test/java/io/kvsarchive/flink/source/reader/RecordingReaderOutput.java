/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;

/** Keeps records' times and the reader's watermarks, and lets splits emit their own. */
final class RecordingReaderOutput<E> extends TestingReaderOutput<E> {

    private final List<Long> watermarks = new ArrayList<>();
    private final List<String> timestamped = new ArrayList<>();

    /** What has been emitted with a time, such as {@code record@4711}. */
    List<String> timestamped() {
        return timestamped;
    }

    @Override
    public void collect(E element, long timestamp) {
        timestamped.add(element + "@" + timestamp);
        super.collect(element, timestamp);
    }

    /** What the reader has emitted, rather than one of its splits. */
    List<Long> watermarks() {
        return watermarks;
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        watermarks.add(watermark.getTimestamp());
    }

    @Override
    public SourceOutput<E> createOutputForSplit(String splitId) {
        return new OfSplit();
    }

    private final class OfSplit implements SourceOutput<E> {

        @Override
        public void collect(E element) {
            RecordingReaderOutput.this.collect(element);
        }

        @Override
        public void collect(E element, long timestamp) {
            RecordingReaderOutput.this.collect(element, timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }
}
