/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * How many of the fragments that follow each other are read: one in every so many, or one in every
 * so much time.
 *
 * @param nth one in so many, 1 for all
 * @param every one in so much time, counted from the epoch; zero for all
 */
@Internal
public record FragmentSampling(int nth, Duration every) implements Serializable {

    public static final FragmentSampling ALL = new FragmentSampling(1, Duration.ZERO);

    public boolean selectsAll() {
        return nth == 1 && every.isZero();
    }
}
