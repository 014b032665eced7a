/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.local.SampleArchive.Camera;
import io.kvsarchive.local.SampleArchive.Place;
import io.kvsarchive.local.SampleArchive.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a model would see of the sample cameras: all that is there, or nearly so. */
final class SampleDetections {

    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(200);

    private SampleDetections() {}

    /** All that is there, five times a second. */
    static List<Detection> perfect(Camera camera) {
        List<Detection> detections = new ArrayList<>();
        for (Duration time = Duration.ZERO;
                time.compareTo(camera.duration()) < 0;
                time = time.plus(BETWEEN_PICTURES)) {
            for (Thing thing : camera.things()) {
                Instant timestamp = camera.start().plus(time);
                thing.at(time)
                        .filter(place -> isInPicture(camera, thing, place))
                        .map(place -> detection(camera, timestamp, thing, place))
                        .ifPresent(detections::add);
            }
        }
        return detections;
    }

    /**
     * With boxes that are off by some of their size, a tenth not found, and things found that are
     * not there, in no order.
     */
    static List<Detection> perturbed(Camera camera, Random random) {
        List<Detection> detections = new ArrayList<>();
        for (Detection detection : perfect(camera)) {
            if (random.nextDouble() >= 0.1) {
                detections.add(
                        new Detection(
                                detection.camera(),
                                detection.timestamp(),
                                detection.label(),
                                0.6 + 0.4 * random.nextDouble(),
                                noisy(detection.box(), random),
                                random.nextDouble()));
            }
        }
        long pictures = camera.duration().dividedBy(BETWEEN_PICTURES);
        for (int place = 0; place < 10; place++) {
            Instant timestamp =
                    camera.start().plus(BETWEEN_PICTURES.multipliedBy(random.nextLong(pictures)));
            double left = 0.9 * random.nextDouble();
            double top = 0.3 * random.nextDouble();
            detections.add(
                    new Detection(
                            camera.stream(),
                            timestamp,
                            List.of("person", "car", "dog").get(random.nextInt(3)),
                            0.5,
                            new Box(left, top, left + 0.1, top + 0.1),
                            random.nextDouble()));
        }
        Collections.shuffle(detections, random);
        return detections;
    }

    private static boolean isInPicture(Camera camera, Thing thing, Place place) {
        return place.x() + thing.width() > 0
                && place.y() + thing.height() > 0
                && place.x() < camera.width()
                && place.y() < camera.height();
    }

    private static Detection detection(Camera camera, Instant timestamp, Thing thing, Place place) {
        return new Detection(
                camera.stream(),
                timestamp,
                thing.kind(),
                1,
                new Box(
                        share(place.x(), camera.width()),
                        share(place.y(), camera.height()),
                        share(place.x() + thing.width(), camera.width()),
                        share(place.y() + thing.height(), camera.height())),
                0);
    }

    private static Box noisy(Box box, Random random) {
        double width = box.right() - box.left();
        double height = box.bottom() - box.top();
        return new Box(
                box.left() + noise(width, random),
                box.top() + noise(height, random),
                box.right() + noise(width, random),
                box.bottom() + noise(height, random));
    }

    private static double noise(double size, Random random) {
        return size * 0.05 * Math.max(-2, Math.min(2, random.nextGaussian()));
    }

    private static double share(int pixels, int all) {
        return Math.max(0, Math.min(1, (double) pixels / all));
    }
}
