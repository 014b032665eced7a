/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import java.time.Duration;
import org.apache.flink.annotation.Internal;

/** Runs something later. */
@Internal
public interface Timer extends AutoCloseable {

    /** Runs an action after some time, on a thread of its own. It must not take long. */
    void after(Duration delay, Runnable action);

    /** Drops what has not been run. */
    @Override
    void close();
}
