/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import java.time.Instant;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Lets frames pass at a bounded rate, until some time, so that a test has time for what it does.
 */
final class Pace implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    /** As many at a time, since the shortest sleep is far longer than a frame should take. */
    private static final int BURST = 20;

    private final int framesPerSecond;
    private final Instant until;
    private int passed;

    Pace(int framesPerSecond, Instant until) {
        this.framesPerSecond = framesPerSecond;
        this.until = until;
    }

    @Override
    public String map(String line) throws InterruptedException {
        passed++;
        if (passed % BURST == 0 && Instant.now().isBefore(until)) {
            Thread.sleep(1000L * BURST / framesPerSecond);
        }
        return line;
    }
}
