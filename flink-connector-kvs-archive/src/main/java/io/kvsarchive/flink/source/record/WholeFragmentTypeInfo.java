/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.annotation.PublicEvolving;

/** The type of {@link WholeFragment}. */
@PublicEvolving
public final class WholeFragmentTypeInfo extends RecordTypeInfo<WholeFragment> {

    private static final long serialVersionUID = 1L;

    public static final WholeFragmentTypeInfo INSTANCE = new WholeFragmentTypeInfo();

    private WholeFragmentTypeInfo() {
        super(WholeFragment.class, WholeFragmentSerializer.INSTANCE);
    }
}
