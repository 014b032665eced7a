/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFragment;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Emits what the listing tells of fragments, at their producer timestamps. */
final class ListedFragmentEmitter
        implements RecordEmitter<FetchedElement, ArchivedFragment, KvsArchiveSplitState> {

    @Override
    public void emitRecord(
            FetchedElement element,
            SourceOutput<ArchivedFragment> output,
            KvsArchiveSplitState splitState) {
        ArchivedFragment fragment = ((FetchedElement.OfListing) element).fragment();
        output.collect(fragment, fragment.producerTimestamp().toEpochMilli());
        splitState.fragmentDone(fragment.number());
    }
}
