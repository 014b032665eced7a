/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.examples.detection.Detected;
import io.kvsarchive.examples.detection.Detector;
import io.kvsarchive.examples.detection.DetectorException;
import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.motion.Movement;
import io.kvsarchive.examples.motion.MovementFinder;
import java.util.ArrayList;
import java.util.List;

/** Finds in the pictures of a fragment what the model knows, and what moves besides. */
final class Inspection {

    /** What moves and is nothing that the model knows. */
    static final String MOVEMENT = "movement";

    /** Smaller movement is left to the model: rain, leaves, the noise of the sensor. */
    private static final double MIN_MOVEMENT = 0.005;

    private final Detector detector;
    private final MovementFinder movementFinder = new MovementFinder();

    Inspection(Detector detector) {
        this.detector = detector;
    }

    /**
     * Looks at pictures that follow each other.
     *
     * @return what was found in each of them
     */
    List<List<Detection>> of(String camera, List<Picture> pictures) throws DetectorException {
        List<List<Detected>> detected = detector.detect(pictures);
        List<Movement> movements = movementFinder.find(pictures);
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            found.add(of(camera, pictures.get(i), detected.get(i), movements.get(i)));
        }
        return found;
    }

    private static List<Detection> of(
            String camera, Picture picture, List<Detected> detected, Movement movement) {
        List<Detection> found = new ArrayList<>();
        for (Detected thing : detected) {
            found.add(
                    new Detection(
                            camera,
                            picture.timestamp(),
                            thing.label(),
                            thing.score(),
                            thing.box(),
                            movement.within(thing.box())));
        }
        for (Box region : movement.regions()) {
            boolean isKnown =
                    detected.stream().anyMatch(thing -> region.coveredBy(thing.box()) > 0);
            if (!isKnown && region.area() >= MIN_MOVEMENT) {
                found.add(
                        new Detection(
                                camera,
                                picture.timestamp(),
                                MOVEMENT,
                                1,
                                region,
                                movement.within(region)));
            }
        }
        return found;
    }
}
