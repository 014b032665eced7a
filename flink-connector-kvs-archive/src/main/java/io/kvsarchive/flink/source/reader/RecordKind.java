/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * A kind of records that a source emits, and the reader that makes them.
 *
 * @param <T> the type of the records
 */
@Internal
public interface RecordKind<T> extends Serializable {

    TypeInformation<T> recordType();

    /** How fragments are found and handed out for such records. */
    default EnumeratorSettings enumeratorSettings(SourceSettings settings) {
        return settings.enumerator();
    }

    /** How many readers can read a stream at a time. */
    default int readersOfEachStream(EnumeratorSettings settings) {
        return settings.isOrdered() ? 1 : settings.quota().lanes();
    }

    /** Makes a reader that has not yet started. */
    SourceReader<T, KvsArchiveSplit> createReader(
            SourceSettings settings, SourceReaderContext context) throws Exception;
}
