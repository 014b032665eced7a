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

    static FragmentSampling of(CheckedOptions options) {
        boolean isByTime = options.isSet(KvsArchiveSourceOptions.FRAGMENT_EVERY);
        boolean isByCount = options.isSet(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH);
        if (isByTime && isByCount) {
            throw new IllegalArgumentException(
                    "Options '%s' and '%s' are both set; only one of them can be"
                            .formatted(
                                    KvsArchiveSourceOptions.FRAGMENT_EVERY.key(),
                                    KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH.key()));
        }
        if (isByTime) {
            return new FragmentSampling(
                    1, options.positive(KvsArchiveSourceOptions.FRAGMENT_EVERY));
        }
        return isByCount
                ? new FragmentSampling(
                        options.between(
                                KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH, 1, Integer.MAX_VALUE),
                        Duration.ZERO)
                : ALL;
    }

    public boolean selectsAll() {
        return nth == 1 && every.isZero();
    }
}
