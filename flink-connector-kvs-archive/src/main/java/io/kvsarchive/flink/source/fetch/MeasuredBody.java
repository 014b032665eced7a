/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.metrics.MediaMetrics;
import io.kvsarchive.service.MediaBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body whose bytes are counted. For the fetcher thread alone. */
final class MeasuredBody implements MediaBody {

    private final MediaBody body;
    private final MediaMetrics metrics;
    private final InputStream stream;
    private boolean isClosed;

    /**
     * @param requestNanos when the request was made, see {@link System#nanoTime}
     */
    MeasuredBody(MediaBody body, MediaMetrics metrics, long requestNanos) {
        this.body = body;
        this.metrics = metrics;
        this.stream = new MeasuredStream(body.stream(), metrics, requestNanos);
        metrics.opened();
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public boolean endIsDelimited() {
        return body.endIsDelimited();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            metrics.closed();
        }
        body.close();
    }

    private static final class MeasuredStream extends FilterInputStream {

        private final MediaMetrics metrics;
        private final long requestNanos;
        private boolean hasBegun;

        MeasuredStream(InputStream bytes, MediaMetrics metrics, long requestNanos) {
            super(bytes);
            this.metrics = metrics;
            this.requestNanos = requestNanos;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            if (bytes > 0) {
                if (!hasBegun) {
                    hasBegun = true;
                    metrics.answeredAfter(Duration.ofNanos(System.nanoTime() - requestNanos));
                }
                metrics.read(bytes);
            }
        }
    }
}
