/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Hands every fragment on as it is. */
final class WholeFragmentDeserializationSchema
        implements KvsArchiveFragmentDeserializationSchema<WholeFragment> {

    private static final long serialVersionUID = 1L;

    private final boolean needsDocument;

    WholeFragmentDeserializationSchema(boolean needsDocument) {
        this.needsDocument = needsDocument;
    }

    @Override
    public boolean needsDocument() {
        return needsDocument;
    }

    @Override
    public void deserialize(WholeFragment fragment, Collector<WholeFragment> out) {
        out.collect(fragment);
    }

    @Override
    public TypeInformation<WholeFragment> getProducedType() {
        return WholeFragment.TYPE;
    }
}
