/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Hands every frame on as it is. */
final class FrameDeserializationSchema implements KvsArchiveDeserializationSchema<ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ArchivedFrame frame, Collector<ArchivedFrame> out) {
        out.collect(frame);
    }

    @Override
    public TypeInformation<ArchivedFrame> getProducedType() {
        return ArchivedFrame.TYPE;
    }
}
