/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import java.io.IOException;

/** A model can't be used. */
public final class DetectorException extends IOException {

    private static final long serialVersionUID = 1L;

    DetectorException(String message) {
        super(message);
    }

    DetectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
