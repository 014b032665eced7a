/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.flink.runtime.taskmanager.Task;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
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
        TaskFailures ofTasks = new TaskFailures();
        Logger root = (Logger) LogManager.getRootLogger();
        ofTasks.start();
        root.addAppender(ofTasks);
        try {
            Throwable ofJob = catchThrowable(job);
            return ofJob == null
                    ? List.of()
                    : Stream.concat(Stream.of(ofJob), ofTasks.logged.stream())
                            .flatMap(JobFailure::withCauses)
                            .toList();
        } finally {
            root.removeAppender(ofTasks);
        }
    }

    private static Stream<Throwable> withCauses(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static final class TaskFailures extends AbstractAppender {

        private final Queue<Throwable> logged = new ConcurrentLinkedQueue<>();

        TaskFailures() {
            super("failures of tasks", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLoggerName().equals(Task.class.getName()) && event.getThrown() != null) {
                logged.add(event.getThrown());
            }
        }
    }
}
