/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.AwsArchiveService;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Media are read, and a schema makes records from their frames. */
@Internal
public record FrameRecords<T>(KvsArchiveDeserializationSchema<T> schema) implements RecordKind<T> {

    @Override
    public boolean readsMedia() {
        return true;
    }

    @Override
    public TypeInformation<T> recordType() {
        return schema.getProducedType();
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings configuration, SourceReaderContext context) throws Exception {
        schema.open(new SchemaContext(context));
        return new KvsArchiveSourceReader<>(
                new AwsArchiveService(configuration.awsSettings()),
                configuration.readerSettings(),
                schema,
                configuration.flinkConfiguration(),
                context);
    }
}
