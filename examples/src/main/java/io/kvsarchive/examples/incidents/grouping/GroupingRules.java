/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import java.io.Serializable;
import java.time.Duration;

/**
 * What makes one incident of detections.
 *
 * @param longestPause how long a thing may not be seen and is still the same. Pictures must be
 *     looked at more often, those in which nothing moves included: a parked car is not gone
 * @param leastDetections what is seen in fewer pictures is a flicker
 * @param leastDuration what is seen for less time is a flicker
 */
public record GroupingRules(Duration longestPause, int leastDetections, Duration leastDuration)
        implements Serializable {

    /** For one picture each second, or more. */
    public static final GroupingRules DEFAULT =
            new GroupingRules(Duration.ofSeconds(2), 3, Duration.ofMillis(500));

    public GroupingRules {
        if (longestPause.isNegative() || longestPause.isZero()) {
            throw new IllegalArgumentException(
                    "The longest pause within an incident is " + longestPause + ", expected more");
        }
        if (leastDetections < 1) {
            throw new IllegalArgumentException(
                    "An incident has at least %s detections, expected 1 or more"
                            .formatted(leastDetections));
        }
        if (leastDuration.isNegative()) {
            throw new IllegalArgumentException(
                    "An incident lasts at least " + leastDuration + ", expected 0 s or more");
        }
    }
}
