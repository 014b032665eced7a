/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.io.Serializable;
import org.apache.flink.table.data.RowData;

/** What fills one column of the rows that are emitted. */
sealed interface Cell extends Serializable {

    /** The connector. */
    record OfArchive(ArchiveColumn column) implements Cell {}

    /** The format, from the row that it makes of a payload. */
    record OfPayload(RowData.FieldGetter field) implements Cell {}
}
