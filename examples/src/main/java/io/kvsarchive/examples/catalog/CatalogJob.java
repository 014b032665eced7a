/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import io.kvsarchive.examples.lines.CountFrames;
import io.kvsarchive.examples.lines.LinesJob;
import io.kvsarchive.examples.lines.LinesRequest;
import io.kvsarchive.flink.source.KvsArchiveMediaSourceBuilder;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Writes one line of JSON for each frame of some streams. */
final class CatalogJob implements LinesJob {

    private final LinesRequest request;
    private final KvsArchiveSource<ArchivedFrame> source;

    /**
     * Describes the job.
     *
     * @param boundedness whether it goes on with what is yet to come
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    CatalogJob(LinesRequest request, Boundedness boundedness) {
        this.request = request;
        this.source = source(request, boundedness);
    }

    @Override
    public JobClient start() throws Exception {
        StreamExecutionEnvironment env = request.environment();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "archived video")
                .uid("archived-video")
                .map(new CountFrames())
                .uid("count-frames")
                .map(CatalogLine::of)
                .uid("catalog-lines")
                .sinkTo(request.output().sink("catalog"))
                .uid("catalog-files");
        return env.executeAsync("Catalog of " + request.archive().describeStreams());
    }

    private static KvsArchiveSource<ArchivedFrame> source(
            LinesRequest request, Boundedness boundedness) {
        KvsArchiveMediaSourceBuilder<ArchivedFrame> source =
                request.archive()
                        .addTo(
                                KvsArchiveSource.forFrames(
                                        KvsArchiveDeserializationSchema.frames()));
        return boundedness == Boundedness.CONTINUOUS_UNBOUNDED
                ? source.setUnbounded().build()
                : source.build();
    }
}
