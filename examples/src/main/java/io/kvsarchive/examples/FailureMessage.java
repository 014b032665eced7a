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

    /**
     * The message of the first cause that says what to do, which are the project's own exceptions
     * and those about arguments, or else of the last cause.
     */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (!saysWhatToDo(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? className(cause) : oneLine(cause);
    }

    private static boolean saysWhatToDo(Throwable cause) {
        String className = className(cause);
        return className.startsWith(OWN_PACKAGES)
                || className.equals(IllegalArgumentException.class.getName());
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
