/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.KvsArchiveSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KvsArchiveTableSourceTest {

    private static final DataType INDEX =
            DataTypes.ROW(DataTypes.FIELD("frame_index", DataTypes.INT())).notNull();

    private static final WatermarkStrategy<RowData> STRATEGY =
            WatermarkStrategy.forMonotonousTimestamps();

    static Stream<Consumer<KvsArchiveTableSource>> abilities() {
        return Stream.of(
                source -> source.applyProjection(new int[][] {{1}}, INDEX),
                source -> source.applyReadableMetadata(List.of("tags"), INDEX),
                source -> source.applyFilters(List.of(isNamed("front-door"))),
                source -> source.applyFilters(List.of(isNamed("yard"))),
                source -> source.applyLimit(7),
                KvsArchiveTableSource::applySourceWatermark,
                source -> source.applyWatermark(STRATEGY));
    }

    @ParameterizedTest
    @MethodSource("abilities")
    void keepsInCopiesWhatItWasTold(Consumer<KvsArchiveTableSource> ability) {
        KvsArchiveTableSource source = source();
        ability.accept(source);

        assertThat(source.copy()).isEqualTo(source).hasSameHashCodeAs(source);
        assertThat(source).isNotEqualTo(source());
    }

    @ParameterizedTest
    @MethodSource("abilities")
    void isNotToldWhatItsCopyIs(Consumer<KvsArchiveTableSource> ability) {
        KvsArchiveTableSource source = source();

        ability.accept((KvsArchiveTableSource) source.copy());

        assertThat(source).isEqualTo(source());
    }

    @Test
    void addsItsSourceUnderAnIdOfItsOwn() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        KvsArchiveSource<RowData> source =
                KvsArchiveSource.forFrames(
                                new FrameRowSchema(List.of(), null, InternalTypeInfo.ofFields(), 1))
                        .setStreams("front-door")
                        .build();

        DataStream<RowData> rows =
                new ArchiveScanProvider(source, WatermarkStrategy.noWatermarks(), Optional.of(3))
                        .produceDataStream(name -> Optional.of("plan-4-" + name), environment);

        assertThat(rows.getTransformation().getUid()).isEqualTo("plan-4-kvs-archive");
    }

    private static ResolvedExpression isNamed(String stream) {
        return CallExpression.permanent(
                BuiltInFunctionDefinitions.EQUALS,
                List.of(
                        new FieldReferenceExpression("stream_name", DataTypes.STRING(), 0, 0),
                        new ValueLiteralExpression(stream)),
                DataTypes.BOOLEAN());
    }

    private static KvsArchiveTableSource source() {
        Configuration options = new Configuration();
        options.set(KvsArchiveTableOptions.STREAM_PREFIX, "");
        return new KvsArchiveTableSource(
                ScanSettings.of(options, new Configuration()),
                new TableColumns(
                        ResolvedSchema.of(
                                Column.physical("stream_name", DataTypes.STRING()),
                                Column.physical("frame_index", DataTypes.INT())),
                        Set.of()),
                null);
    }
}
