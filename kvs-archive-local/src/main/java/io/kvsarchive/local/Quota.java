/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

/** What the service limits, and a {@link LocalKvsArchive} if it is told to, see {@link Quotas}. */
public enum Quota {
    /** Points of a stream for fragments of media: one for each fragment that is asked for. */
    FRAGMENT_MEDIA,

    /** Points of a stream for listings: as many as the results that are asked for. */
    FRAGMENT_METADATA,

    /** Bodies of a stream's media that are under way at a time. */
    CONNECTIONS,

    /** Calls of GetDataEndpoint. */
    GET_DATA_ENDPOINT,

    /** Calls of DescribeStream. */
    DESCRIBE_STREAM,

    /** Calls of ListStreams. */
    LIST_STREAMS
}
