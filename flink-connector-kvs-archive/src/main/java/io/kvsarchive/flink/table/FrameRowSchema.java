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
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Makes rows from frames: one for each row that the format makes of the payload. */
final class FrameRowSchema implements ListedFrameDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    /** Stands for what the format makes of the payload where no column needs that. */
    private static final RowData NO_COLUMNS = new GenericRowData(0);

    @SuppressWarnings("serial") // What List.copyOf makes is serializable.
    private final List<Cell> cells;

    private final @Nullable DeserializationSchema<RowData> payloadSchema;
    private final TypeInformation<RowData> rowType;
    private final long limit;

    private transient @Nullable BegunFragment begun;

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
    public void beginFragment(ArchivedFragment fragment, Optional<String> streamArn) {
        begun = new BegunFragment(fragment, streamArn);
    }

    @Override
    public void deserialize(ArchivedFrame frame, Collector<RowData> out) throws IOException {
        @Nullable Object[] ofFragment =
                Objects.requireNonNull(begun, "no fragment has begun").values(frame);
        if (payloadSchema == null) {
            emit(row(ofFragment, frame, NO_COLUMNS), out);
        } else {
            deserializePayload(payloadSchema, frame, new RowsOfFrame(ofFragment, frame, out));
        }
    }

    /** A format may throw what it likes; what comes from downstream is none of its errors. */
    private static void deserializePayload(
            DeserializationSchema<RowData> schema, ArchivedFrame frame, RowsOfFrame rows)
            throws IOException {
        try {
            schema.deserialize(frame.frame().payload(), rows);
        } catch (RuntimeException e) {
            if (rows.isEmitting) {
                throw e;
            }
            throw new IOException(e.toString(), e);
        }
    }

    /** Completes the rows that the format makes of a frame's payload. */
    private final class RowsOfFrame implements Collector<RowData> {

        private final @Nullable Object[] ofFragment;
        private final ArchivedFrame frame;
        private final Collector<RowData> out;
        private boolean isEmitting;

        private RowsOfFrame(
                @Nullable Object[] ofFragment, ArchivedFrame frame, Collector<RowData> out) {
            this.ofFragment = ofFragment;
            this.frame = frame;
            this.out = out;
        }

        @Override
        public void collect(RowData ofPayload) {
            isEmitting = true;
            emit(row(ofFragment, frame, ofPayload), out);
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

    /** The fragment whose frames come, and what their rows have in common. */
    private final class BegunFragment {

        private final ArchivedFragment listed;
        private final Optional<String> streamArn;

        /** At their places; null elsewhere. */
        private @Nullable Object @Nullable [] values;

        private BegunFragment(ArchivedFragment listed, Optional<String> streamArn) {
            this.listed = listed;
            this.streamArn = streamArn;
        }

        private @Nullable Object[] values(ArchivedFrame anyFrame) {
            @Nullable Object[] known = values;
            if (known == null) {
                known = new Object[cells.size()];
                for (int i = 0; i < known.length; i++) {
                    known[i] = value(cells.get(i), anyFrame);
                }
                values = known;
            }
            return known;
        }

        private @Nullable Object value(Cell cell, ArchivedFrame anyFrame) {
            if (cell instanceof Cell.OfArchive ofArchive) {
                if (ofArchive.column().value() instanceof Value.OfListing value) {
                    return value.value().apply(listed, streamArn);
                }
                if (ofArchive.column().value() instanceof Value.OfFragment value) {
                    return value.value().apply(anyFrame);
                }
            }
            return null;
        }
    }

    private RowData row(@Nullable Object[] ofFragment, ArchivedFrame frame, RowData ofPayload) {
        GenericRowData row = new GenericRowData(ofPayload.getRowKind(), cells.size());
        for (int i = 0; i < cells.size(); i++) {
            row.setField(i, ofFragment[i] == null ? value(i, frame, ofPayload) : ofFragment[i]);
        }
        return row;
    }

    private @Nullable Object value(int position, ArchivedFrame frame, RowData ofPayload) {
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
