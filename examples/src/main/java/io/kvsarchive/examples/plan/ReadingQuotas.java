/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;

/**
 * What the service allows one job to read of a stream.
 *
 * @param fragmentsPerSecond how many fragments may be asked for
 * @param connections how many of them may be open at a time
 * @param listedPerSecond how many fragments listings may ask for
 */
record ReadingQuotas(double fragmentsPerSecond, int connections, double listedPerSecond) {

    /** Of each connection; from the developer guide's page on service quotas. */
    private static final double BYTES_PER_SECOND = 25e6;

    /** What a source with these options allows itself. */
    static ReadingQuotas of(Configuration options) {
        double share = options.get(KvsArchiveSourceOptions.QUOTA_SHARE);
        boolean isOrdered = options.get(KvsArchiveSourceOptions.READ_ORDER) == ReadOrder.ORDERED;
        int connections = (int) (share * options.get(KvsArchiveSourceOptions.QUOTA_CONNECTIONS));
        return new ReadingQuotas(
                share * options.get(KvsArchiveSourceOptions.QUOTA_FRAGMENTS_PER_SECOND),
                isOrdered ? 1 : Math.max(1, connections),
                share * options.get(KvsArchiveSourceOptions.QUOTA_LISTED_FRAGMENTS_PER_SECOND));
    }

    /** The least time that reading a stream takes. */
    LeastTime leastTime(StreamTally stream) {
        return Stream.of(
                        new LeastTime(
                                stream.bytes / (connections * BYTES_PER_SECOND),
                                LeastTime.Limit.BANDWIDTH),
                        new LeastTime(
                                stream.fragments / fragmentsPerSecond, LeastTime.Limit.FRAGMENTS),
                        new LeastTime(stream.listed / listedPerSecond, LeastTime.Limit.LISTING))
                .reduce(LeastTime::longer)
                .orElseThrow();
    }
}
