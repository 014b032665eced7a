/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents;

import java.time.Instant;

/**
 * What a model saw in one picture of a camera.
 *
 * @param camera the stream's name
 * @param timestamp when the picture is to be presented
 * @param label what it is
 * @param score how sure the model is, 0 to 1
 * @param box where it is
 * @param movement how much of the box moves, 0 to 1
 */
public record Detection(
        String camera, Instant timestamp, String label, double score, Box box, double movement) {}
