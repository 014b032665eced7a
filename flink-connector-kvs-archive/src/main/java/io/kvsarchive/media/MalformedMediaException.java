/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.IOException;

/** Says that the bytes of a body are not what the service sends, why, and where. */
public final class MalformedMediaException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** The bytes break the format. */
        MALFORMED,
        /** The bytes ended within a fragment. */
        CUT_SHORT,
        /** The bytes claim more than a {@link ParserLimits limit} allows. */
        OVER_LIMIT
    }

    private final Reason reason;
    private final long position;

    MalformedMediaException(Reason reason, long position, String detail) {
        super(detail + " (at byte " + position + " of the body)");
        this.reason = reason;
        this.position = position;
    }

    public Reason reason() {
        return reason;
    }

    /** The byte of the body at which the problem shows, from 0. */
    public long position() {
        return position;
    }
}
