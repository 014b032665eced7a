/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

/** No decoder can be opened for a track. */
final class DecoderException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    DecoderException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Why none can be opened, for people. */
    String reason() {
        return reason;
    }
}
