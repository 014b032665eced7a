/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.annotation.PublicEvolving;

/** The type of {@link ArchivedFragment}. */
@PublicEvolving
public final class ArchivedFragmentTypeInfo extends RecordTypeInfo<ArchivedFragment> {

    private static final long serialVersionUID = 1L;

    public static final ArchivedFragmentTypeInfo INSTANCE = new ArchivedFragmentTypeInfo();

    private ArchivedFragmentTypeInfo() {
        super(ArchivedFragment.class, ArchivedFragmentSerializer.INSTANCE);
    }
}
