/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.frame.ArchivedFragment;
import io.kvsarchive.flink.source.frame.ArchivedFragmentTypeInfo;
import io.kvsarchive.flink.source.reader.KvsArchiveSourceReader;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** Nothing but the listing is read: a record is what it tells of a fragment. */
record ListingContent() implements Content<ArchivedFragment> {

    @Override
    public boolean readsMedia() {
        return false;
    }

    @Override
    public TypeInformation<ArchivedFragment> recordType() {
        return ArchivedFragmentTypeInfo.INSTANCE;
    }

    @Override
    public SourceReader<ArchivedFragment, KvsArchiveSplit> createReader(
            SourceConfiguration configuration, SourceReaderContext context) {
        return KvsArchiveSourceReader.ofListing(
                configuration.watermarkSettings().withoutNegativeOffset(),
                configuration.flinkConfiguration(),
                context);
    }
}
