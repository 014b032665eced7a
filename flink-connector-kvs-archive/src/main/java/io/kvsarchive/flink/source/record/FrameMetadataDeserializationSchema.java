/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Hands on what is known of every frame, and lets go of its payload. */
final class FrameMetadataDeserializationSchema
        implements KvsArchiveDeserializationSchema<ArchivedFrameMetadata> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ArchivedFrame frame, Collector<ArchivedFrameMetadata> out) {
        out.collect(ArchivedFrameMetadata.of(frame));
    }

    @Override
    public TypeInformation<ArchivedFrameMetadata> getProducedType() {
        return ArchivedFrameMetadata.TYPE;
    }
}
