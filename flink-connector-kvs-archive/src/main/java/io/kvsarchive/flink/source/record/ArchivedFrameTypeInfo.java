/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.annotation.PublicEvolving;

/** The type of {@link ArchivedFrame}. */
@PublicEvolving
public final class ArchivedFrameTypeInfo extends RecordTypeInfo<ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    public static final ArchivedFrameTypeInfo INSTANCE = new ArchivedFrameTypeInfo();

    private ArchivedFrameTypeInfo() {
        super(ArchivedFrame.class, ArchivedFrameSerializer.INSTANCE);
    }
}
