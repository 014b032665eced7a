/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.SampleArchive.Camera;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

class GroupDetectionsITCase {

    /** Longer than the sample: detections may come in any order. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(1);

    @Test
    void groupsTheSameForAnyOrderAndParallelism() throws Exception {
        List<Detection> detections = new ArrayList<>();
        for (Camera camera : SampleArchive.cameras()) {
            detections.addAll(SampleDetections.perturbed(camera, new Random(1)));
        }
        List<Detection> inOrder =
                detections.stream().sorted(Comparator.comparing(Detection::timestamp)).toList();

        Run shuffled = run(detections, 1, OUT_OF_ORDER);
        Run sorted = run(inOrder, 3, Duration.ZERO);

        assertThat(shuffled.incidents()).extracting(Incident::camera, Incident::label).hasSize(6);
        assertThat(sorted.incidents()).containsExactlyElementsOf(shuffled.incidents());
        assertThat(shuffled.late()).isZero();
    }

    @Test
    void countsWhatComesTooLate() throws Exception {
        Camera camera = SampleArchive.FRONT_DOOR;
        List<Detection> detections = new ArrayList<>(SampleDetections.perfect(camera));
        Detection first = detections.remove(0);
        detections.add(first);

        Run run = run(detections, 1, Duration.ZERO);

        assertThat(run.late()).isEqualTo(1);
        assertThat(run.incidents().get(0).from()).isEqualTo(detections.get(0).timestamp());
    }

    @Test
    void keepsAndSendsPojosOnly() {
        for (Class<?> type : List.of(Detection.class, Incident.class, OpenIncident.class)) {
            assertThat(TypeInformation.of(type)).isInstanceOf(PojoTypeInfo.class);
        }
    }

    private record Run(List<Incident> incidents, long late) {}

    private static Run run(List<Detection> detections, int parallelism, Duration outOfOrder)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        SingleOutputStreamOperator<Incident> incidents =
                env.fromData(detections, TypeInformation.of(Detection.class))
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Detection>forGenerator(
                                                context -> new EachElement(outOfOrder))
                                        .withTimestampAssigner(
                                                (detection, recorded) ->
                                                        detection.timestamp().toEpochMilli()))
                        .setParallelism(1)
                        .keyBy(Detection::camera)
                        .process(new GroupDetections(GroupingRules.DEFAULT));
        List<Incident> result = new ArrayList<>();
        try (CloseableIterator<Incident> iterator = incidents.collectAsync()) {
            JobClient job = env.executeAsync();
            iterator.forEachRemaining(result::add);
            JobExecutionResult ended = job.getJobExecutionResult().get();
            result.sort(Comparator.comparing(Incident::camera).thenComparing(Incident::from));
            return new Run(result, ended.getAccumulatorResult(GroupDetections.LATE_DETECTIONS));
        }
    }

    /** After each detection, so that what is late does not depend on the clock. */
    private record EachElement(Duration outOfOrder) implements WatermarkGenerator<Detection> {

        @Override
        public void onEvent(Detection detection, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp - outOfOrder.toMillis() - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
