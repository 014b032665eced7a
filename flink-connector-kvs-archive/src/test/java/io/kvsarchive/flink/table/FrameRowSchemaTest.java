/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.TestBodies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class FrameRowSchemaTest {

    private static final TypeInformation<RowData> TYPE =
            InternalTypeInfo.ofFields(
                    VarCharType.STRING_TYPE, new IntType(), VarCharType.STRING_TYPE);

    @Test
    void completesEachRowThatTheFormatMakes() throws Exception {
        List<RowData> rows = new ArrayList<>();
        FrameRowSchema schema = schema(new Words(), Long.MAX_VALUE);

        for (String number : List.of("7", "8")) {
            Fragment fragment = TestBodies.parsed(number, 2);
            schema.beginFragment(listed(fragment), Optional.empty());
            for (int i = 0; i < 2; i++) {
                schema.deserialize(frame(fragment, i), new ListCollector<>(rows));
            }
        }

        assertThat(rows)
                .containsExactly(
                        row("7", 0, "a"),
                        row("7", 0, "b"),
                        row("7", 1, "a"),
                        row("7", 1, "b"),
                        row("8", 0, "a"),
                        row("8", 0, "b"),
                        row("8", 1, "a"),
                        row("8", 1, "b"));
    }

    @Test
    void hasEnoughWithSoManyRows() throws Exception {
        FrameRowSchema schema = schema(new Words(), 3);
        Fragment fragment = TestBodies.parsed("7", 2);
        schema.beginFragment(listed(fragment), Optional.empty());

        schema.deserialize(frame(fragment, 0), new ListCollector<>(new ArrayList<>()));
        assertThat(schema.hasEnough()).isFalse();
        schema.deserialize(frame(fragment, 1), new ListCollector<>(new ArrayList<>()));
        assertThat(schema.hasEnough()).isTrue();
    }

    @Test
    void tellsErrorsOfTheFormatFromThoseOfTheJob() {
        Fragment fragment = TestBodies.parsed("7", 1);
        FrameRowSchema failing = schema(new Failing(), 1);
        failing.beginFragment(listed(fragment), Optional.empty());
        FrameRowSchema schema = schema(new Words(), 1);
        schema.beginFragment(listed(fragment), Optional.empty());

        assertThatThrownBy(
                        () ->
                                failing.deserialize(
                                        frame(fragment, 0), new ListCollector<>(new ArrayList<>())))
                .isInstanceOf(IOException.class)
                .hasMessage("java.lang.IllegalStateException: no format");
        assertThatThrownBy(() -> schema.deserialize(frame(fragment, 0), new Refusing()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no job");
    }

    private static FrameRowSchema schema(DeserializationSchema<RowData> format, long limit) {
        return new FrameRowSchema(
                List.of(
                        new Cell.OfArchive(ArchiveColumn.FRAGMENT_NUMBER),
                        new Cell.OfArchive(ArchiveColumn.FRAME_INDEX),
                        new Cell.OfPayload(RowData.createFieldGetter(VarCharType.STRING_TYPE, 0))),
                format,
                TYPE,
                limit);
    }

    private static ArchivedFrame frame(Fragment fragment, int index) {
        return new ArchivedFrame("camera", fragment.metadata(), fragment.frames().get(index));
    }

    private static ArchivedFragment listed(Fragment fragment) {
        return new ArchivedFragment(
                "camera",
                fragment.metadata().fragmentNumber(),
                fragment.metadata().producerTimestamp(),
                fragment.metadata().serverTimestamp(),
                1,
                Duration.ZERO);
    }

    private static RowData row(String number, int index, String word) {
        return GenericRowData.of(StringData.fromString(number), index, StringData.fromString(word));
    }

    private abstract static class Format extends AbstractDeserializationSchema<RowData> {
        private static final long serialVersionUID = 1L;

        private Format() {
            super(TYPE);
        }

        @Override
        public RowData deserialize(byte[] message) {
            throw new UnsupportedOperationException("rows are collected");
        }
    }

    /** Makes two rows of each payload. */
    private static final class Words extends Format {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(byte[] message, Collector<RowData> out) {
            out.collect(GenericRowData.of(StringData.fromString("a")));
            out.collect(GenericRowData.of(StringData.fromString("b")));
        }
    }

    private static final class Failing extends Format {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(byte[] message, Collector<RowData> out) {
            throw new IllegalStateException("no format");
        }
    }

    private static final class Refusing implements Collector<RowData> {
        @Override
        public void collect(RowData row) {
            throw new IllegalStateException("no job");
        }

        @Override
        public void close() {}
    }
}
