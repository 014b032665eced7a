/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.SampleArchive.Camera;
import io.kvsarchive.local.SampleArchive.Thing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentTrackerTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final List<Detection> detections = new ArrayList<>();

    @Test
    void findsTheThingsOfTheSample() {
        for (Camera camera : SampleArchive.cameras()) {
            assertThatFindsThings(camera, incidents(SampleDetections.perfect(camera)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void findsTheThingsOfTheSampleWhereTheModelErrs(int seed) {
        for (Camera camera : SampleArchive.cameras()) {
            List<Detection> perturbed = SampleDetections.perturbed(camera, new Random(seed));

            assertThatFindsThings(camera, incidents(perturbed));
        }
    }

    private static void assertThatFindsThings(Camera camera, List<Incident> incidents) {
        List<Thing> things =
                camera.things().stream().sorted(Comparator.comparing(Thing::enters)).toList();
        assertThat(incidents)
                .extracting(Incident::label)
                .containsExactlyElementsOf(things.stream().map(Thing::kind).toList());
        for (int place = 0; place < things.size(); place++) {
            Incident incident = incidents.get(place);
            Thing thing = things.get(place);
            assertThat(incident.camera()).isEqualTo(camera.stream());
            assertThat(incident.from())
                    .isCloseTo(camera.start().plus(thing.enters()), within(1, ChronoUnit.SECONDS));
            assertThat(incident.to())
                    .isCloseTo(camera.start().plus(thing.leaves()), within(1, ChronoUnit.SECONDS));
        }
    }

    @Test
    void tellsAllThatItSaw() {
        see(0, "dog", 0.7, new Box(0.1, 0.5, 0.2, 0.6), 0.25);
        see(400, "dog", 0.9, new Box(0.12, 0.5, 0.22, 0.6), 0.5);
        see(800, "dog", 0.9, new Box(0.14, 0.48, 0.25, 0.6), 0);
        see(1200, "dog", 0.8, new Box(0.16, 0.5, 0.26, 0.6), 0.125);

        assertThat(incidents(detections))
                .containsExactly(
                        new Incident(
                                "gate",
                                "dog",
                                START,
                                START.plusMillis(1200),
                                new Box(0.1, 0.48, 0.26, 0.6),
                                detections.get(2),
                                0.5,
                                4));
    }

    @Test
    void endsAnIncidentAfterAPauseThatIsTooLong() {
        stand("car", 0.5, 0, 1_000);
        stand("car", 0.5, 3_000, 4_000);
        stand("car", 0.5, 6_001, 7_001);

        assertThat(incidents(detections))
                .extracting(Incident::from, Incident::to)
                .containsExactly(tuple(0, 4_000), tuple(6_001, 7_001));
    }

    @Test
    void beginsAnotherForWhatIsElsewhere() {
        stand("person", 0.1, 0, 1_000);
        stand("person", 0.8, 1_200, 2_200);

        assertThat(incidents(detections))
                .extracting(Incident::from, Incident::to)
                .containsExactly(tuple(0, 1_000), tuple(1_200, 2_200));
    }

    @Test
    void beginsAnotherForWhatHasAnotherLabel() {
        stand("car", 0.5, 0, 1_000);
        stand("truck", 0.5, 1_200, 2_200);

        assertThat(incidents(detections))
                .extracting(Incident::label)
                .containsExactly("car", "truck");
    }

    @Test
    void tellsTwoWhoMeetAndPassApart() {
        walk(0, 10_000, 0.05, 0.95);
        walk(2_000, 9_000, 0.95, 0.05);

        assertThat(incidents(detections))
                .extracting(Incident::from, Incident::to, Incident::detections)
                .containsExactly(
                        Tuple.tuple(START, START.plusMillis(10_000), 51),
                        Tuple.tuple(START.plusMillis(2_000), START.plusMillis(9_000), 36));
        assertThat(incidents(detections))
                .extracting(incident -> incident.area().left())
                .as("each goes all the way")
                .allSatisfy(left -> assertThat(left).isCloseTo(0.01, within(1e-9)));
    }

    @Test
    void goesOnAfterSomebodyStoodBeforeIt() {
        stand("car", 0.5, 0, 2_000);
        stand("person", 0.52, 2_200, 8_000);
        stand("car", 0.5, 8_200, 9_000);

        assertThat(incidents(detections))
                .extracting(Incident::label, Incident::from, Incident::to)
                .containsExactly(
                        Tuple.tuple("car", START, START.plusMillis(9_000)),
                        Tuple.tuple("person", START.plusMillis(2_200), START.plusMillis(8_000)));
    }

    @Test
    void beginsAnotherAfterSomebodyStoodBesideIt() {
        stand("car", 0.5, 0, 2_000);
        stand("person", 0.8, 2_200, 8_000);
        stand("car", 0.5, 8_200, 9_000);

        assertThat(incidents(detections)).extracting(Incident::label).hasSize(3);
    }

    @Test
    void leavesOutAFlicker() {
        stand("person", 0.1, 0, 200);
        see(0, "car", 1, new Box(0.5, 0.5, 0.6, 0.6), 0);
        see(100, "car", 1, new Box(0.5, 0.5, 0.6, 0.6), 0);
        see(499, "car", 1, new Box(0.5, 0.5, 0.6, 0.6), 0);
        see(0, "dog", 1, new Box(0.8, 0.5, 0.9, 0.6), 0);
        see(100, "dog", 1, new Box(0.8, 0.5, 0.9, 0.6), 0);
        see(500, "dog", 1, new Box(0.8, 0.5, 0.9, 0.6), 0);

        assertThat(incidents(detections)).extracting(Incident::label).containsExactly("dog");
    }

    @Test
    void endsWhenThePauseIsOver() {
        IncidentTracker tracker = new IncidentTracker(GroupingRules.DEFAULT, List.of());
        stand("car", 0.5, 0, 1_000);
        for (Detection detection : detections) {
            tracker.look(detection.timestamp(), List.of(detection));
        }

        assertThat(tracker.nextEnd()).hasValue(START.plusMillis(3_000));
        assertThat(tracker.advance(START.plusMillis(3_000))).isEmpty();
        assertThat(tracker.advance(START.plusMillis(3_001))).hasSize(1);
        assertThat(tracker.open()).isEmpty();
        assertThat(tracker.nextEnd()).isEmpty();
    }

    private static Tuple tuple(long from, long to) {
        return Tuple.tuple(START.plusMillis(from), START.plusMillis(to));
    }

    private void walk(long from, long to, double begin, double end) {
        for (long time = from; time <= to; time += 200) {
            double center = begin + (end - begin) * (time - from) / (to - from);
            see(time, "person", 1, new Box(center - 0.04, 0.5, center + 0.04, 0.8), 0);
        }
    }

    private void stand(String label, double center, long from, long to) {
        for (long time = from; time <= to; time += 200) {
            see(time, label, 1, new Box(center - 0.1, 0.5, center + 0.1, 0.8), 0);
        }
    }

    private void see(long time, String label, double score, Box box, double movement) {
        detections.add(new Detection("gate", START.plusMillis(time), label, score, box, movement));
    }

    /** Picture by picture, and a while more. */
    private static List<Incident> incidents(List<Detection> detections) {
        Map<Instant, List<Detection>> pictures =
                detections.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Detection::timestamp, TreeMap::new, Collectors.toList()));
        IncidentTracker tracker = new IncidentTracker(GroupingRules.DEFAULT, List.of());
        List<Incident> incidents = new ArrayList<>();
        pictures.forEach(
                (time, picture) -> {
                    incidents.addAll(tracker.advance(time));
                    tracker.look(time, picture);
                });
        incidents.addAll(tracker.advance(Instant.MAX.minus(Duration.ofDays(1))));
        incidents.sort(Comparator.comparing(Incident::from));
        return incidents;
    }
}
