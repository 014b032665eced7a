/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents;

import java.time.Instant;

/**
 * Something that was before a camera for a while.
 *
 * @param camera the stream's name
 * @param label what it was
 * @param from when it was seen first
 * @param to when it was seen last
 * @param area all of the picture that it was in
 * @param best of those with a picture, if any, the detection that the model was surest of
 * @param movement how much of its box moved at most, 0 to 1
 * @param detections in how many pictures it was seen
 */
public record Incident(
        String camera,
        String label,
        Instant from,
        Instant to,
        Box area,
        Detection best,
        double movement,
        int detections) {

    /** The same without the picture of its best detection. */
    public Incident withoutPicture() {
        return new Incident(
                camera, label, from, to, area, best.withoutPicture(), movement, detections);
    }
}
