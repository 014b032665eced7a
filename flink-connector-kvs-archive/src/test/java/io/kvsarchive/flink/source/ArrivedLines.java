/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The lines of a job that runs in this process. Flink's own collect sink takes its TaskManager down
 * when a job fails before the sink is open (CollectSinkFunction of 2.2.0).
 */
final class ArrivedLines implements AutoCloseable {

    private static final String END = "";
    private static final Map<String, BlockingQueue<String>> QUEUES = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final JobClient job;
    private final CompletableFuture<JobExecutionResult> result;

    /** Starts the job. */
    ArrivedLines(DataStream<String> lines) throws Exception {
        QUEUES.put(id, queue);
        lines.map(new Arrival(id)).sinkTo(new DiscardingSink<>());
        this.job = lines.getExecutionEnvironment().executeAsync();
        this.result = job.getJobExecutionResult().whenComplete((ended, failure) -> queue.add(END));
    }

    JobClient job() {
        return job;
    }

    /** The next lines, as soon as there are so many; what the job fails with, if it does. */
    List<String> next(int count) throws Exception {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            String line = queue.take();
            if (line.equals(END)) {
                result.get();
                throw new AssertionError("The job has ended after " + next.size() + " lines");
            }
            next.add(line);
        }
        return next;
    }

    /** All lines that are left, as soon as the job has ended; what it fails with, if it does. */
    List<String> rest() throws Exception {
        result.get();
        return queue.stream().filter(line -> !line.equals(END)).toList();
    }

    /** Cancels the job if it has not ended. */
    @Override
    public void close() throws Exception {
        QUEUES.remove(id);
        if (!result.isDone()) {
            // It may end by itself meanwhile, and then there is nothing to cancel.
            job.cancel().exceptionally(failure -> null).get();
            result.exceptionally(cancelled -> null).get();
        }
    }

    private record Arrival(String id) implements MapFunction<String, String> {
        @Override
        public String map(String line) {
            QUEUES.getOrDefault(id, new LinkedBlockingQueue<>()).add(line);
            return line;
        }
    }
}
