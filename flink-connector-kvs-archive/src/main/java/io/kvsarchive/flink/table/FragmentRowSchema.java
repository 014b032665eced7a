/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ListedFragmentDeserializationSchema;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** Makes a row from what the listing tells of each fragment. */
final class FragmentRowSchema implements ListedFragmentDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // What List.copyOf makes is serializable.
    private final List<ArchiveColumn> columns;

    private final TypeInformation<RowData> rowType;
    private final long limit;

    private transient long emitted;

    /**
     * @param columns all of which the listing tells
     * @param limit how many rows are wanted
     */
    FragmentRowSchema(List<ArchiveColumn> columns, TypeInformation<RowData> rowType, long limit) {
        this.columns = List.copyOf(columns);
        this.rowType = rowType;
        this.limit = limit;
    }

    @Override
    public void deserialize(
            ArchivedFragment fragment, Optional<String> streamArn, Collector<RowData> out) {
        GenericRowData row = new GenericRowData(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Value.OfListing value = (Value.OfListing) columns.get(i).value();
            row.setField(i, value.value().apply(fragment, streamArn));
        }
        emitted++;
        out.collect(row);
    }

    @Override
    public boolean hasEnough() {
        return emitted >= limit;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return rowType;
    }
}
