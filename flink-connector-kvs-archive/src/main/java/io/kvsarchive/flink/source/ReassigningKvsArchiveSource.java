/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.enumerator.SplitsReportedOnRegistration;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.selection.StreamSelection;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;

/**
 * Hands the splits of a checkpoint out anew, so that they are spread evenly whatever the
 * parallelism was before. For Flink 2.2 and later, which gives the readers' splits to the
 * enumerator instead of to the readers; before that this class must not be loaded.
 */
final class ReassigningKvsArchiveSource<T> extends KvsArchiveSource<T>
        implements SupportsSplitReassignmentOnRecovery {

    private static final long serialVersionUID = 1L;

    ReassigningKvsArchiveSource(
            StreamSelection selection, RecordKind<T> kind, SourceSettings settings) {
        super(selection, kind, settings);
    }

    @Override
    SplitsReportedOnRegistration reportedSplits() {
        return ReaderInfo::getReportedSplitsOnRegistration;
    }
}
