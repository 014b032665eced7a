/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import java.time.Duration;

/**
 * Something that happens to a body after some of its bytes.
 *
 * @param at how many bytes are sent before it
 * @param duration of a stall, zero for all others
 */
public record Interruption(Kind kind, long at, Duration duration) {

    /** What happens. */
    public enum Kind {
        /** Nothing is sent for some time. */
        STALL,
        /** The last chunk is sent as if the body were whole. */
        END,
        /** The connection ends. */
        CUT,
        /** The connection is reset. */
        RESET
    }
}
