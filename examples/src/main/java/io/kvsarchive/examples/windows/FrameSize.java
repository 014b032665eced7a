/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.windows;

import io.kvsarchive.flink.source.record.ArchivedFrame;

/**
 * What is counted of a frame, so that its payload needs no way through the network.
 *
 * @param bytes of its payload
 */
public record FrameSize(String stream, boolean isKeyFrame, long bytes) {

    static FrameSize of(ArchivedFrame frame) {
        return new FrameSize(
                frame.stream(), frame.frame().isKeyFrame(), frame.frame().payload().length);
    }
}
