/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.SampleArchive.Camera;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupDetectionsTest {

    private static final Camera CAMERA = SampleArchive.PARKING_LOT;

    private final List<Detection> detections = SampleDetections.perturbed(CAMERA, new Random(1));

    /** Before anything has come, while things stand before the camera, and after all. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 3_000, 10_000, 20_000, 29_500, 60_000})
    void groupsTheSameAfterARestart(long restartMillis) throws Exception {
        Instant restart = CAMERA.start().plusMillis(restartMillis);
        List<Incident> incidents = new ArrayList<>();
        OperatorSubtaskState state;
        try (var before = harness()) {
            before.open();
            // Some of what comes early is of later than the watermark.
            for (Detection detection : detections) {
                if (detection.timestamp().isBefore(restart.plusSeconds(3))) {
                    before.processElement(detection, detection.timestamp().toEpochMilli());
                }
            }
            before.processWatermark(restart.toEpochMilli());
            incidents.addAll(before.extractOutputValues());
            state = before.snapshot(1, 1);
        }
        try (var after = harness()) {
            after.initializeState(state);
            after.open();
            for (Detection detection : detections) {
                if (!detection.timestamp().isBefore(restart.plusSeconds(3))) {
                    after.processElement(detection, detection.timestamp().toEpochMilli());
                }
            }
            after.processWatermark(Long.MAX_VALUE);
            incidents.addAll(after.extractOutputValues());
            assertThat(after.numKeyedStateEntries()).as("what is kept in the end").isZero();
        }

        assertThat(incidents).hasSize(3).containsExactlyElementsOf(withoutRestart());
    }

    private List<Incident> withoutRestart() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (Detection detection : detections) {
                harness.processElement(detection, detection.timestamp().toEpochMilli());
            }
            harness.processWatermark(Long.MAX_VALUE);
            return harness.extractOutputValues();
        }
    }

    @Test
    void emitsIncidentsWhenThePauseIsOver() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (Detection detection : SampleDetections.perfect(CAMERA)) {
                if (detection.timestamp().isBefore(CAMERA.start().plusSeconds(6))) {
                    harness.processElement(detection, detection.timestamp().toEpochMilli());
                }
            }
            long last = CAMERA.start().plusMillis(5_800).toEpochMilli();
            harness.processWatermark(last + 2_000);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processWatermark(last + 2_001);
            assertThat(harness.extractOutputValues())
                    .extracting(Incident::label, incident -> incident.to().toEpochMilli())
                    .containsExactly(tuple("car", last));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Detection, Incident> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new GroupDetections(GroupingRules.DEFAULT)),
                Detection::camera,
                Types.STRING);
    }
}
