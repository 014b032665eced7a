/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import io.kvsarchive.examples.sql.SqlStatementException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.flink.runtime.operators.coordination.TaskNotRunningException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;

/** Finds, among the causes of a failure, the one that tells a person most. */
final class FailureMessage {

    private static final String OWN_PACKAGES = "io.kvsarchive.";

    /** Flink's parser ends with a list of all that it knows. */
    private static final Pattern EXPECTED_TOKENS = Pattern.compile(" Was expecting( one of)?:.*");

    /** As in log4j2.properties. */
    private static final String LOG = System.getProperty("run-example.log", "run-example.log");

    private FailureMessage() {}

    /**
     * The message of the first cause that says what to do, which are the project's own exceptions
     * and those about arguments, or else of the last cause. Of SQL, it is what Flink found wrong
     * with a statement, if it did not even begin. Where Flink hears that it can't send something to
     * a task before it hears what the task failed of, only the log tells that.
     */
    static String of(Throwable failure) {
        if (failure instanceof SqlStatementException statement) {
            return statement.getMessage()
                    + ": "
                    + EXPECTED_TOKENS
                            .matcher(of(Objects.requireNonNull(statement.getCause(), "cause")))
                            .replaceFirst("");
        }
        return ExceptionUtils.findThrowable(failure, FailureMessage::isLastAboutSql)
                .map(FailureMessage::oneLine)
                .orElseGet(() -> ofJob(failure));
    }

    /** Flink wraps those that say more in others that say where. */
    private static boolean isLastAboutSql(Throwable cause) {
        return cause instanceof ValidationException
                && ExceptionUtils.findThrowable(cause.getCause(), ValidationException.class)
                        .isEmpty();
    }

    private static String ofJob(Throwable failure) {
        Throwable cause = failure;
        while (!saysWhatToDo(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (className(cause).equals(TaskNotRunningException.class.getName())) {
            return ("A task has failed; why, %s says where the task \"switched from RUNNING to"
                            + " FAILED\"")
                    .formatted(LOG);
        }
        return oneLine(cause);
    }

    private static boolean saysWhatToDo(Throwable cause) {
        String className = className(cause);
        return className.startsWith(OWN_PACKAGES)
                || className.equals(IllegalArgumentException.class.getName());
    }

    /**
     * The message, or the class where there is none. Flink carries the exceptions of a job home in
     * a wrapper that puts their class in front.
     */
    private static String oneLine(Throwable cause) {
        String prefix = className(cause) + ": ";
        String message = Objects.requireNonNullElse(cause.getMessage(), className(cause));
        return (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
                .replaceAll("\\s+", " ");
    }

    private static String className(Throwable cause) {
        return cause instanceof SerializedThrowable serialized
                ? serialized.getOriginalErrorClassName()
                : cause.getClass().getName();
    }
}
