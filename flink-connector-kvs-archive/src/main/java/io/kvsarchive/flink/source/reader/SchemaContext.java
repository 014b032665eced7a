/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** What a reader's deserialization schema is opened with. */
record SchemaContext(SourceReaderContext reader)
        implements DeserializationSchema.InitializationContext {

    @Override
    public MetricGroup getMetricGroup() {
        return reader.metricGroup().addGroup("deserializer");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return reader.getUserCodeClassLoader();
    }
}
