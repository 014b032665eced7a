/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Makes records from frames alone, and asks nothing of the listing. */
final class UnlistedFrameDeserializationSchema<T> implements ListedFrameDeserializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private final KvsArchiveDeserializationSchema<T> schema;

    UnlistedFrameDeserializationSchema(KvsArchiveDeserializationSchema<T> schema) {
        this.schema = Objects.requireNonNull(schema, "schema");
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        schema.open(context);
    }

    @Override
    public void beginFragment(ArchivedFragment fragment, Optional<String> streamArn) {}

    @Override
    public void deserialize(ArchivedFrame frame, Collector<T> out) throws IOException {
        schema.deserialize(frame, out);
    }

    @Override
    public void onLostFragment(LostFragment fragment, Collector<T> out) throws IOException {
        schema.onLostFragment(fragment, out);
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return schema.getProducedType();
    }
}
