/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import org.apache.flink.util.SerializedThrowable;

/** Finds, among the causes of a failure, the one that tells a person most. */
final class FailureMessage {

    private static final String OWN_PACKAGES = "io.kvsarchive.";

    private FailureMessage() {}

    /** The message of the first cause that is the project's own, or else of the last cause. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (!isOwn(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? className(cause) : oneLine(cause);
    }

    private static boolean isOwn(Throwable cause) {
        return className(cause).startsWith(OWN_PACKAGES);
    }

    /** Flink carries the exceptions of a job home in a wrapper that puts their class in front. */
    private static String oneLine(Throwable cause) {
        String prefix = className(cause) + ": ";
        String message = cause.getMessage();
        return (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
                .replaceAll("\\s+", " ");
    }

    private static String className(Throwable cause) {
        return cause instanceof SerializedThrowable serialized
                ? serialized.getOriginalErrorClassName()
                : cause.getClass().getName();
    }
}
