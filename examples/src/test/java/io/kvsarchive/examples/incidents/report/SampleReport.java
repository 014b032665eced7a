/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.RecordedTime;
import io.kvsarchive.examples.recordings.Recording;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.SampleArchive.Camera;
import io.kvsarchive.local.SampleArchive.Thing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Reports to look at. */
final class SampleReport {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private SampleReport() {}

    /** The sample cameras and the six things that pass before them. */
    static IncidentReport ofSample(Path directory) throws IOException {
        List<ReportedCamera> cameras = new ArrayList<>();
        List<ReportedIncident> incidents = new ArrayList<>();
        for (Camera camera : SampleArchive.cameras()) {
            cameras.add(
                    new ReportedCamera(
                            camera.stream(),
                            recorded(camera.start(), camera.start().plus(camera.duration()))));
            for (Thing thing : camera.things()) {
                incidents.add(
                        incident(
                                directory,
                                camera.stream(),
                                thing.kind(),
                                camera.start().plus(thing.enters()),
                                camera.start().plus(thing.leaves())));
            }
        }
        return new IncidentReport(cameras, incidents);
    }

    /** Cameras that recorded for a while, with a gap in the middle, and a lot that happened. */
    static IncidentReport ofMany(
            Path directory, Instant from, Duration duration, int cameras, int incidents)
            throws IOException {
        Random random = new Random(incidents);
        List<ReportedCamera> all = new ArrayList<>();
        List<ReportedIncident> found = new ArrayList<>();
        for (int number = 1; number <= cameras; number++) {
            Instant gap = from.plus(duration.dividedBy(number + 1));
            Instant back = gap.plus(duration.dividedBy(10));
            all.add(
                    new ReportedCamera(
                            "camera-" + number,
                            new RecordedTime(
                                    List.of(
                                            new Recording(from, gap),
                                            new Recording(back, from.plus(duration))),
                                    List.of(new Gap(gap, back)))));
            for (int count = 0; count < incidents / cameras; count++) {
                Instant begin = from.plusMillis(random.nextLong(duration.toMillis() - 60_000));
                String label = List.of("person", "car", "bicycle", "dog").get(random.nextInt(4));
                found.add(
                        new ReportedIncident(
                                new Incident(
                                        "camera-" + number,
                                        label,
                                        begin,
                                        begin.plusMillis(1_000 + random.nextLong(59_000)),
                                        new Box(0.1, 0.2, 0.3, 0.4),
                                        detection("camera-" + number, label, begin),
                                        random.nextDouble(),
                                        5),
                                Optional.empty()));
            }
        }
        return new IncidentReport(all, found);
    }

    static RecordedTime recorded(Instant from, Instant to) {
        return new RecordedTime(List.of(new Recording(from, to)), List.of());
    }

    static ReportedIncident incident(
            Path directory, String camera, String label, Instant from, Instant to)
            throws IOException {
        Detection best = detection(camera, label, from);
        String picture = "pictures/" + from.toEpochMilli() + ".jpg";
        picture(best).writeTo(directory.resolve(picture));
        return new ReportedIncident(
                new Incident(camera, label, from, to, new Box(0.1, 0.2, 0.9, 0.8), best, 0.62, 53),
                Optional.of(picture));
    }

    private static Detection detection(String camera, String label, Instant time) {
        return new Detection(camera, time, label, 0.913, new Box(0.4, 0.3, 0.55, 0.8), 0.6);
    }

    private static IncidentPicture picture(Detection best) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        int place = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                rgb[place++] = (byte) (90 + y / 4);
                rgb[place++] = (byte) (110 + x / 10);
                rgb[place++] = (byte) (160 - y / 4);
            }
        }
        Detection other =
                new Detection(
                        best.camera(),
                        best.timestamp(),
                        "car",
                        0.7,
                        new Box(0.62, 0.5, 0.95, 0.8),
                        0);
        return new IncidentPicture(rgb, WIDTH, HEIGHT, best, List.of(best, other));
    }
}
