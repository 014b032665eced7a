/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model looks at pictures, and how.
 *
 * @param file the path of an ONNX file, on each machine that the job runs on; null for the model of
 *     the examples, which knows persons, cars and parcels
 * @param labels what the model's classes are called, in their order; empty if it says so itself
 * @param leastScore what the model is less sure of is not told, 0 to 1
 * @param threads how many threads look at a picture at a time
 */
public record DetectorSettings(
        @Nullable String file, List<String> labels, double leastScore, int threads)
        implements Serializable {

    public static final DetectorSettings DEFAULT = new DetectorSettings(null, List.of(), 0.5, 1);

    public DetectorSettings {
        labels = List.copyOf(labels);
        if (!(leastScore > 0 && leastScore <= 1)) {
            throw new IllegalArgumentException(
                    "The least score is %s, expected more than 0 and at most 1"
                            .formatted(leastScore));
        }
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "There are %s threads for a picture, expected at least 1".formatted(threads));
        }
    }

    Optional<String> path() {
        return Optional.ofNullable(file);
    }
}
