/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * One page of the streams of an account.
 *
 * @param nextToken asks for the next page; empty on the last one
 */
@Internal
public record StreamPage(List<StreamDescription> streams, Optional<String> nextToken) {

    public StreamPage {
        streams = List.copyOf(streams);
    }
}
