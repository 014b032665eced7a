/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** Makes rows from frames: one for each row that the format makes of the payload. */
final class FrameRowSchema implements ListedFrameDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    /** Stands for what the format makes of the payload where no column needs that. */
    private static final RowData NO_COLUMNS = new GenericRowData(0);

    private final List<Cell> cells;
    @Nullable private final DeserializationSchema<RowData> payloadSchema;
    private final TypeInformation<RowData> rowType;
    private final long limit;

    private transient ArchivedFragment listed;
    private transient Optional<String> streamArn;

    /** The values that all rows of a fragment have in common, at their places; null elsewhere. */
    @Nullable private transient Object[] ofFragment;

    private transient long emitted;

    /**
     * @param payloadSchema null if no column needs the payload
     * @param limit how many rows are wanted
     */
    FrameRowSchema(
            List<Cell> cells,
            @Nullable DeserializationSchema<RowData> payloadSchema,
            TypeInformation<RowData> rowType,
            long limit) {
        this.cells = List.copyOf(cells);
        this.payloadSchema = payloadSchema;
        this.rowType = rowType;
        this.limit = limit;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) throws Exception {
        if (payloadSchema != null) {
            payloadSchema.open(context);
        }
    }

    @Override
    public void beginFragment(ArchivedFragment fragment, Optional<String> arn) {
        listed = fragment;
        streamArn = arn;
        ofFragment = null;
    }

    @Override
    public void deserialize(ArchivedFrame frame, Collector<RowData> out) throws IOException {
        if (ofFragment == null) {
            ofFragment = valuesOfFragment(frame);
        }
        if (payloadSchema == null) {
            emit(row(frame, NO_COLUMNS), out);
        } else {
            deserializePayload(frame, new RowsOfFrame(frame, out));
        }
    }

    /** A format may throw what it likes; what comes from downstream is none of its errors. */
    private void deserializePayload(ArchivedFrame frame, RowsOfFrame rows) throws IOException {
        try {
            payloadSchema.deserialize(frame.frame().payload(), rows);
        } catch (RuntimeException e) {
            if (rows.isEmitting) {
                throw e;
            }
            throw new IOException(e.toString(), e);
        }
    }

    /** Completes the rows that the format makes of a frame's payload. */
    private final class RowsOfFrame implements Collector<RowData> {

        private final ArchivedFrame frame;
        private final Collector<RowData> out;
        private boolean isEmitting;

        private RowsOfFrame(ArchivedFrame frame, Collector<RowData> out) {
            this.frame = frame;
            this.out = out;
        }

        @Override
        public void collect(RowData ofPayload) {
            isEmitting = true;
            emit(row(frame, ofPayload), out);
            isEmitting = false;
        }

        @Override
        public void close() {}
    }

    private void emit(RowData row, Collector<RowData> out) {
        emitted++;
        out.collect(row);
    }

    @Override
    public boolean hasEnough() {
        return emitted >= limit;
    }

    private Object[] valuesOfFragment(ArchivedFrame frame) {
        Object[] values = new Object[cells.size()];
        for (int i = 0; i < values.length; i++) {
            if (cells.get(i) instanceof Cell.OfArchive cell) {
                if (cell.column().value() instanceof Value.OfListing value) {
                    values[i] = value.value().apply(listed, streamArn);
                } else if (cell.column().value() instanceof Value.OfFragment value) {
                    values[i] = value.value().apply(frame);
                }
            }
        }
        return values;
    }

    private RowData row(ArchivedFrame frame, RowData ofPayload) {
        GenericRowData row = new GenericRowData(ofPayload.getRowKind(), cells.size());
        for (int i = 0; i < cells.size(); i++) {
            row.setField(i, ofFragment[i] == null ? value(i, frame, ofPayload) : ofFragment[i]);
        }
        return row;
    }

    @Nullable
    private Object value(int position, ArchivedFrame frame, RowData ofPayload) {
        if (cells.get(position) instanceof Cell.OfPayload cell) {
            return cell.field().getFieldOrNull(ofPayload);
        }
        Value value = ((Cell.OfArchive) cells.get(position)).column().value();
        return value instanceof Value.OfFrame ofFrame ? ofFrame.value().apply(frame) : null;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return rowType;
    }
}
