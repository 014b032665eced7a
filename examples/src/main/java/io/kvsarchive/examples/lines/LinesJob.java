/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.lines;

import org.apache.flink.core.execution.JobClient;

/** A job that reads frames and writes lines. */
public interface LinesJob {

    /** Starts the job. */
    JobClient start() throws Exception;
}
