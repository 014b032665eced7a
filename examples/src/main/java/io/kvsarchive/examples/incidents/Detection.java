/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a model saw in one picture of a camera.
 *
 * @param camera the stream's name
 * @param timestamp when the picture is to be presented
 * @param label what it is
 * @param score how sure the model is, 0 to 1
 * @param box where it is
 * @param movement how much of the box moves, 0 to 1
 * @param picture a JPEG file that shows it; empty where others show the same better. Not a copy,
 *     and not to be changed
 */
public record Detection(
        String camera,
        Instant timestamp,
        String label,
        double score,
        Box box,
        double movement,
        byte[] picture) {

    private static final byte[] NONE = {};

    /** Without a picture. */
    public Detection(
            String camera,
            Instant timestamp,
            String label,
            double score,
            Box box,
            double movement) {
        this(camera, timestamp, label, score, box, movement, NONE);
    }

    public boolean hasPicture() {
        return picture.length > 0;
    }

    /** The same with another picture. */
    public Detection withPicture(byte[] other) {
        return new Detection(camera, timestamp, label, score, box, movement, other);
    }

    /** The same without its picture. */
    public Detection withoutPicture() {
        return withPicture(NONE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Detection that
                        && camera.equals(that.camera)
                        && timestamp.equals(that.timestamp)
                        && label.equals(that.label)
                        && score == that.score
                        && box.equals(that.box)
                        && movement == that.movement
                        && Arrays.equals(picture, that.picture));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                camera, timestamp, label, score, box, movement, Arrays.hashCode(picture));
    }

    @Override
    public String toString() {
        return ("Detection{camera=%s, timestamp=%s, label=%s, score=%s, box=%s, movement=%s,"
                        + " pictureSize=%s}")
                .formatted(camera, timestamp, label, score, box, movement, picture.length);
    }
}
