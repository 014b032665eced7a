/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells the enumerator that splits have reached a reader, so that from now on the reader's state
 * has them.
 *
 * @param lastAssignment the latest of them; those before have come, too
 */
@Internal
public record ReceivedSplitsEvent(long lastAssignment) implements SourceEvent {}
