/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import java.time.Duration;
import java.time.Instant;

/**
 * An incident that may go on. A Flink POJO, so that it can be kept as state.
 *
 * @param from when it was seen first
 * @param latest the detection that was seen last, without its picture
 * @param waitsFrom since when it has not been seen without anything that hides it
 * @param velocityX how far its centre moves in a second, of the picture's width
 * @param velocityY how far its centre moves in a second, of the picture's height
 * @param area all of the picture that it was in
 * @param best of those with a picture, the detection that the model was surest of; of several, the
 *     largest
 * @param movement how much of its box moved at most, 0 to 1
 * @param detections in how many pictures it was seen
 */
public record OpenIncident(
        Instant from,
        Detection latest,
        Instant waitsFrom,
        double velocityX,
        double velocityY,
        Box area,
        Detection best,
        double movement,
        int detections) {

    /** Of a velocity, how much the last two places tell; the rest is what was known before. */
    private static final double WEIGHT_OF_LATEST = 0.5;

    /** How far off the expected place a thing may be, in sizes: at once, and more each second. */
    private static final double REACH = 0.5;

    private static final double REACH_PER_SECOND = 0.75;

    private static final double NANOS_PER_SECOND = 1e9;

    static OpenIncident of(Detection first) {
        return new OpenIncident(
                first.timestamp(),
                first.withoutPicture(),
                first.timestamp(),
                0,
                0,
                first.box(),
                first,
                first.movement(),
                1);
    }

    OpenIncident seen(Detection next) {
        double seconds = secondsUntil(next);
        double weight = detections == 1 ? 1 : WEIGHT_OF_LATEST;
        double stepX = next.box().centerX() - latest.box().centerX();
        double stepY = next.box().centerY() - latest.box().centerY();
        return new OpenIncident(
                from,
                next.withoutPicture(),
                next.timestamp(),
                velocityX + weight * (stepX / seconds - velocityX),
                velocityY + weight * (stepY / seconds - velocityY),
                area.union(next.box()),
                isBetter(next) ? next : best,
                Math.max(movement, next.movement()),
                detections + 1);
    }

    OpenIncident hidden(Instant time) {
        return new OpenIncident(
                from, latest, time, velocityX, velocityY, area, best, movement, detections);
    }

    private boolean isBetter(Detection next) {
        if (next.hasPicture() != best.hasPicture()) {
            return next.hasPicture();
        }
        return next.score() == best.score()
                ? next.box().area() > best.box().area()
                : next.score() > best.score();
    }

    /**
     * How far a detection is from where this one is expected then, in terms of how far it could be:
     * from 0 to 1 it may be the same thing.
     */
    double distance(Detection detection) {
        double seconds = secondsUntil(detection);
        double size = Math.sqrt(Math.max(latest.box().area(), detection.box().area()));
        return Math.hypot(
                        latest.box().centerX() + velocityX * seconds - detection.box().centerX(),
                        latest.box().centerY() + velocityY * seconds - detection.box().centerY())
                / (size * (REACH + REACH_PER_SECOND * seconds));
    }

    private double secondsUntil(Detection next) {
        return Duration.between(latest.timestamp(), next.timestamp()).toNanos() / NANOS_PER_SECOND;
    }

    boolean isFlicker(GroupingRules rules) {
        return detections < rules.leastDetections()
                || Duration.between(from, latest.timestamp()).compareTo(rules.leastDuration()) < 0;
    }

    Incident end() {
        return new Incident(
                latest.camera(),
                latest.label(),
                from,
                latest.timestamp(),
                area,
                best,
                movement,
                detections);
    }
}
