/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.ReaderInfo;

/** What readers found in a checkpoint, and gave to the enumerator rather than take it over. */
@Internal
public interface SplitsReportedOnRegistration {

    /** Readers take over what they find. */
    SplitsReportedOnRegistration NONE = reader -> List.of();

    /** The splits of a reader that has just registered. */
    List<KvsArchiveSplit> of(ReaderInfo reader);
}
