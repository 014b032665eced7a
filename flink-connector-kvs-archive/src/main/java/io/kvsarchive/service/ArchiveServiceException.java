/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Says which call about which stream failed, with what code, and what can be done about it. */
@Internal
public final class ArchiveServiceException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ServiceErrorKind kind;

    ArchiveServiceException(ServiceErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public ServiceErrorKind kind() {
        return kind;
    }
}
