/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.fetch.ListingSplitReader;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Nothing but the listing is read: a schema makes records from what it tells of fragments. */
@Internal
public record ListingRecords<T>(ListedFragmentDeserializationSchema<T> schema)
        implements RecordKind<T> {

    public ListingRecords {
        Objects.requireNonNull(schema, "schema");
    }

    @Override
    public TypeInformation<T> recordType() {
        return schema.getProducedType();
    }

    @Override
    public EnumeratorSettings enumeratorSettings(SourceSettings settings) {
        return settings.enumerator().withoutMedia();
    }

    /** One reader takes more than a stream's listing brings. */
    @Override
    public int readersOfEachStream(EnumeratorSettings settings) {
        return 1;
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings settings, SourceReaderContext context) {
        return new KvsArchiveSourceReader<>(
                parts(settings.reader(), context), settings.flink(), context);
    }

    /** The records lie where their fragments begin. */
    ReaderParts<T> parts(ReaderSettings settings, SourceReaderContext context) {
        ReaderMetrics metrics = new ReaderMetrics(context.metricGroup(), false);
        SplitWatermarks<T> watermarks =
                ReaderParts.watermarks(settings.watermarks().withoutNegativeOffset(), metrics);
        return new ReaderParts<>(
                ListingSplitReader::new,
                new ListedFragmentEmitter<>(schema, watermarks, metrics),
                watermarks,
                metrics,
                schema::hasEnough,
                () -> {});
    }
}
