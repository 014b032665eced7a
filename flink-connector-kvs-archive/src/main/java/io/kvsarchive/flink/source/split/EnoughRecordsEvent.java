/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the enumerator that a reader has emitted as many records as the job wants of all readers
 * together. It waits to be told that there is no more, as others are.
 */
@Internal
public record EnoughRecordsEvent() implements SourceEvent {}
