/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.fetch.FragmentElements;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.AwsArchiveService;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Media are read, and a schema makes records from their frames. */
@Internal
public record FrameRecords<T>(ListedFrameDeserializationSchema<T> schema) implements RecordKind<T> {

    public FrameRecords {
        Objects.requireNonNull(schema, "schema");
    }

    @Override
    public TypeInformation<T> recordType() {
        return schema.getProducedType();
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings settings, SourceReaderContext context) throws Exception {
        schema.open(new SchemaContext(context));
        return new KvsArchiveSourceReader<>(
                parts(new AwsArchiveService(settings.aws()), settings.reader(), context),
                settings.flink(),
                context);
    }

    ReaderParts<T> parts(
            ArchiveService service, ReaderSettings settings, SourceReaderContext context) {
        return MediaReader.parts(
                service,
                settings,
                context,
                FragmentElements.FRAMES,
                (watermarks, metrics) -> new FrameEmitter<>(schema, watermarks, metrics),
                schema::hasEnough);
    }
}
