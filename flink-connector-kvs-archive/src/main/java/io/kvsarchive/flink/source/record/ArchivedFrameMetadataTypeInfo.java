/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.annotation.PublicEvolving;

/** The type of {@link ArchivedFrameMetadata}. */
@PublicEvolving
public final class ArchivedFrameMetadataTypeInfo extends RecordTypeInfo<ArchivedFrameMetadata> {

    private static final long serialVersionUID = 1L;

    public static final ArchivedFrameMetadataTypeInfo INSTANCE =
            new ArchivedFrameMetadataTypeInfo();

    private ArchivedFrameMetadataTypeInfo() {
        super(ArchivedFrameMetadata.class, ArchivedFrameMetadataSerializer.INSTANCE);
    }
}
