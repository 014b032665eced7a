/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader that no split will come beyond what it has got. Under HybridSource Flink says so
 * only to readers that it gives splits back to, when they go back to a source that is over.
 */
@Internal
public record NothingLeftEvent() implements SourceEvent {}
