/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import org.apache.flink.annotation.PublicEvolving;

/** Which of a fragment's two times decides whether it lies within a range of time. */
@PublicEvolving
public enum FragmentSelectorType {
    /** When the producer says that the fragment began. */
    PRODUCER_TIMESTAMP,
    /** When the service began to receive the fragment. */
    SERVER_TIMESTAMP
}
