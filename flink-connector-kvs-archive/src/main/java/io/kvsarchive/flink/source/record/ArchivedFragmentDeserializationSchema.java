/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Hands every fragment of the listing on as it is. */
final class ArchivedFragmentDeserializationSchema
        implements ListedFragmentDeserializationSchema<ArchivedFragment> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
            ArchivedFragment fragment,
            Optional<String> streamArn,
            Collector<ArchivedFragment> out) {
        out.collect(fragment);
    }

    @Override
    public TypeInformation<ArchivedFragment> getProducedType() {
        return ArchivedFragment.TYPE;
    }
}
