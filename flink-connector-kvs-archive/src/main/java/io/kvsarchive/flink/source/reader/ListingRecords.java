/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Nothing but the listing is read: a schema makes records from what it tells of fragments. */
@Internal
public record ListingRecords<T>(ListedFragmentDeserializationSchema<T> schema)
        implements RecordKind<T> {

    @Override
    public boolean readsMedia() {
        return false;
    }

    @Override
    public TypeInformation<T> recordType() {
        return schema.getProducedType();
    }

    @Override
    public SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings configuration, SourceReaderContext context) {
        return KvsArchiveSourceReader.ofListing(
                schema,
                configuration.watermarkSettings().withoutNegativeOffset(),
                configuration.flinkConfiguration(),
                context);
    }
}
