/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.operators.coordination.TaskNotRunningException;
import org.apache.flink.util.FlinkException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class FailureMessageTest {

    @Test
    void isThatOfTheLastCauseIfNoneSaysWhatToDo() {
        assertThat(messageOf(new RuntimeException("outer", new IOException("no\n route"))))
                .isEqualTo("no route");
    }

    @Test
    void isThatOfAnArgumentWhateverCausedIt() {
        assertThat(
                        messageOf(
                                new IllegalArgumentException(
                                        "'x' is not a time", new IOException("at index 0"))))
                .isEqualTo("'x' is not a time");
    }

    @Test
    void namesTheLogWhereFlinkLeavesOutWhatATaskFailedOf() {
        assertThat(
                        messageOf(
                                new FlinkException(
                                        "An OperatorEvent was lost",
                                        new TaskNotRunningException(
                                                "Task is not running, but in state FAILED"))))
                .isEqualTo(
                        "A task has failed; why, run-example.log says where the task \"switched"
                                + " from RUNNING to FAILED\"");
    }

    /** As a job's failure comes. */
    private static String messageOf(Exception cause) {
        return FailureMessage.of(
                new JobExecutionException(
                        new JobID(), "Job execution failed.", new SerializedThrowable(cause)));
    }
}
