/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.jspecify.annotations.Nullable;

/**
 * Says which data can't be had, now or later, and what to do about it.
 *
 * <p>Flink doesn't restart a job that fails with it, whatever the restart strategy: each restart
 * would end in the same place.
 */
@Internal
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class UnavailableDataException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnavailableDataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
