/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Throws frames away, but not without having counted them. */
final class CountedSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1L;
    private static final AtomicLong FRAMES = new AtomicLong();

    /** How many there were since this was asked last. */
    static long takeCount() {
        return FRAMES.getAndSet(0);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new Writer<>();
    }

    private static final class Writer<T> implements SinkWriter<T> {

        private long frames;

        @Override
        public void write(T frame, Context context) {
            frames++;
        }

        @Override
        public void flush(boolean endOfInput) {
            FRAMES.addAndGet(frames);
            frames = 0;
        }

        @Override
        public void close() {}
    }
}
