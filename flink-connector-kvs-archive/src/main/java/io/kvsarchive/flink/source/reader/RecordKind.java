/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/** What a source reads of its fragments, and what records it makes of that. */
@Internal
public interface RecordKind<T> extends Serializable {

    /** Whether media are read, rather than the listing alone. */
    boolean readsMedia();

    TypeInformation<T> recordType();

    SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings configuration, SourceReaderContext context) throws Exception;
}
