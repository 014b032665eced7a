/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.incidents.grouping.GroupDetections;
import io.kvsarchive.examples.lines.CountFragments;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads fragments, looks at each of them, and makes incidents of what is found. */
final class FindingsJob {

    private final FindingsRequest request;
    private final KvsArchiveSource<WholeFragment> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    FindingsJob(FindingsRequest request) {
        this.request = request;
        this.source =
                request.archive()
                        .addTo(
                                KvsArchiveSource.forFragments(
                                        KvsArchiveFragmentDeserializationSchema.fragments()))
                        .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, true)
                        .build();
    }

    /** Adds the job to what an environment executes. */
    DataStream<Incident> addTo(StreamExecutionEnvironment env) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "archived video")
                .uid("archived-video")
                .map(new CountFragments())
                .uid("count-fragments")
                .flatMap(new InspectFragments(request.inspection()))
                .returns(TypeInformation.of(Detection.class))
                .uid("inspect-fragments")
                .keyBy(Detection::camera)
                .process(new GroupDetections(request.rules()))
                .returns(TypeInformation.of(Incident.class))
                .uid("group-detections");
    }
}
