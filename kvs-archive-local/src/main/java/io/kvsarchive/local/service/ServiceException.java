/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import io.kvsarchive.local.fault.Refusal;
import java.util.Optional;

/** An error that the service answers with. */
final class ServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String message;

    /**
     * @param status the HTTP status
     * @param code the name of the error, as SDKs know it
     * @param message what the answer says
     */
    ServiceException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Throws what a fault or a quota says, if it says anything. */
    static void throwIf(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            Refusal error = refusal.get();
            throw new ServiceException(error.status(), error.code(), error.message());
        }
    }

    static ServiceException invalidArgument(String message) {
        return new ServiceException(400, "InvalidArgumentException", message);
    }

    static ServiceException noSuchStream(String stream) {
        return new ServiceException(
                404,
                "ResourceNotFoundException",
                "The requested stream is not found or not active: " + stream);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
