/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * The format that makes rows of payloads.
 *
 * @param name as in the option
 */
record PayloadFormat(String name, DecodingFormat<DeserializationSchema<RowData>> format) {

    /** Flink's format that takes the bytes as they are. */
    private static final String RAW = "raw";

    /**
     * Whether there is exactly one row for each payload, whatever is in it: so rows can be counted
     * without it. Other formats may leave out what they can't read, or make several rows.
     */
    boolean makesOneRowOfEach() {
        return name.equals(RAW);
    }

    ChangelogMode changelogMode() {
        return format.getChangelogMode();
    }

    /**
     * What makes rows of some of the format's columns.
     *
     * @param columns all that the format fills
     * @param wanted the places of those that are needed among them, one at least
     */
    DeserializationSchema<RowData> decoder(
            DynamicTableSource.Context context, List<Column> columns, List<Integer> wanted) {
        DataType all = rowOf(columns);
        return format instanceof ProjectableDecodingFormat<DeserializationSchema<RowData>> some
                ? some.createRuntimeDecoder(
                        context,
                        all,
                        wanted.stream().map(position -> new int[] {position}).toArray(int[][]::new))
                : format.createRuntimeDecoder(context, all);
    }

    /** Reads a column from the decoder's rows. */
    RowData.FieldGetter field(List<Column> columns, List<Integer> wanted, int position) {
        int inRow =
                format instanceof ProjectableDecodingFormat<?>
                        ? wanted.indexOf(position)
                        : position;
        return RowData.createFieldGetter(
                columns.get(position).getDataType().getLogicalType(), inRow);
    }

    private static DataType rowOf(List<Column> columns) {
        return DataTypes.ROW(
                        columns.stream()
                                .map(
                                        column ->
                                                DataTypes.FIELD(
                                                        column.getName(), column.getDataType()))
                                .toArray(DataTypes.Field[]::new))
                .notNull();
    }
}
