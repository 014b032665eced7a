/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.CallRates;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * The service's quotas, and the share of them that a job uses.
 *
 * @param share of all of them, above 0 and at most 1
 * @param connections to a stream at a time
 * @param fragmentsPerSecond of a stream that are asked for
 * @param listedFragmentsPerSecond of a stream that listings ask for
 * @param dataEndpointsPerSecond calls of GetDataEndpoint of an account
 * @param descriptionsPerSecond calls of DescribeStream of an account
 * @param streamListingsPerSecond calls of ListStreams of an account
 * @param limitsMedia whether there is a bound to what is asked for of a stream's media
 */
@Internal
public record QuotaSettings(
        double share,
        int connections,
        int fragmentsPerSecond,
        int listedFragmentsPerSecond,
        int dataEndpointsPerSecond,
        int descriptionsPerSecond,
        int streamListingsPerSecond,
        boolean limitsMedia)
        implements Serializable {

    static QuotaSettings of(CheckedOptions options) {
        return new QuotaSettings(
                options.share(KvsArchiveSourceOptions.QUOTA_SHARE),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_CONNECTIONS),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_FRAGMENTS_PER_SECOND),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_LISTED_FRAGMENTS_PER_SECOND),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_GET_DATA_ENDPOINT_PER_SECOND),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_DESCRIBE_STREAM_PER_SECOND),
                options.atMostDefault(KvsArchiveSourceOptions.QUOTA_LIST_STREAMS_PER_SECOND));
    }

    /** The service's quotas, all of which it enforces. */
    public QuotaSettings(
            double share,
            int connections,
            int fragmentsPerSecond,
            int listedFragmentsPerSecond,
            int dataEndpointsPerSecond,
            int descriptionsPerSecond,
            int streamListingsPerSecond) {
        this(
                share,
                connections,
                fragmentsPerSecond,
                listedFragmentsPerSecond,
                dataEndpointsPerSecond,
                descriptionsPerSecond,
                streamListingsPerSecond,
                true);
    }

    /** The same quotas for a job that reads listings alone, so that those of media bind nobody. */
    public QuotaSettings withUnlimitedMedia() {
        return new QuotaSettings(
                share,
                connections,
                fragmentsPerSecond,
                listedFragmentsPerSecond,
                dataEndpointsPerSecond,
                descriptionsPerSecond,
                streamListingsPerSecond,
                false);
    }

    /** How many readers may read a stream at a time. */
    public int lanes() {
        return limitsMedia ? Math.max(1, (int) (share * connections)) : Integer.MAX_VALUE;
    }

    /**
     * How many fragments one request may ask for. All splits that are out may be asked for at once;
     * together they must not be more than half of what the quota gives in a second, since the other
     * half may flow in at the same time.
     */
    public int maxFragmentsPerRequest() {
        if (!limitsMedia) {
            return Integer.MAX_VALUE;
        }
        return Math.max(
                1, (int) (fragmentsBurst() / (KvsArchiveSplit.MAX_HELD_BY_READER * lanes())));
    }

    public double fragmentsBurst() {
        return share * fragmentsPerSecond / 2;
    }

    /** How many calls of the control plane are made per second. */
    public CallRates callRates() {
        return new CallRates(
                share * dataEndpointsPerSecond,
                share * descriptionsPerSecond,
                share * streamListingsPerSecond);
    }
}
