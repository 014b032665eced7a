/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvsarchive.LoggedEvents;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.runtime.taskmanager.Task;
import org.apache.logging.log4j.core.LogEvent;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Why a job failed that never restarts. What is sent to a task that has just failed is lost, which
 * is for Flink a failure of its own; where Flink hears of that one first, the task's failure is in
 * the TaskManager's log alone (SubtaskGatewayImpl, 1.20.3 to 2.3.0).
 */
public final class JobFailure {

    private JobFailure() {}

    /**
     * Runs a job.
     *
     * @return the failure of the job, those of its tasks, and all that caused them; empty if the
     *     job succeeded
     */
    public static List<Throwable> causes(ThrowingCallable job) {
        try (LoggedEvents logged = new LoggedEvents()) {
            Throwable ofJob = catchThrowable(job);
            return ofJob == null
                    ? List.of()
                    : Stream.concat(Stream.of(ofJob), failuresOfTasks(logged))
                            .flatMap(JobFailure::withCauses)
                            .toList();
        }
    }

    private static Stream<Throwable> failuresOfTasks(LoggedEvents logged) {
        return logged.stream()
                .filter(event -> event.getLoggerName().equals(Task.class.getName()))
                .map(LogEvent::getThrown)
                .filter(Objects::nonNull);
    }

    private static Stream<Throwable> withCauses(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
