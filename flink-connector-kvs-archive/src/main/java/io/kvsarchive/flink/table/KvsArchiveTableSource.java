/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceBuilder;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** Archived video as Flink's planner sees it: it says what a query needs, and less is read. */
final class KvsArchiveTableSource
        implements ScanTableSource,
                SupportsReadingMetadata,
                SupportsProjectionPushDown,
                SupportsFilterPushDown,
                SupportsLimitPushDown,
                SupportsSourceWatermark,
                SupportsWatermarkPushDown {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final ScanSettings settings;
    private final TableColumns columns;
    private final @Nullable PayloadFormat format;

    private List<String> plainNames;
    private List<String> metadataKeys = List.of();
    private DataType producedType;
    private PushedFilters filters = PushedFilters.NONE;
    private long limit = NO_LIMIT;
    private boolean emitsWatermarks;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

    KvsArchiveTableSource(
            ScanSettings settings, TableColumns columns, @Nullable PayloadFormat format) {
        this.settings = settings;
        this.columns = columns;
        this.format = format;
        this.plainNames = columns.plainNames();
        this.producedType = columns.schema().toPhysicalRowDataType();
    }

    private KvsArchiveTableSource(KvsArchiveTableSource other) {
        this(other.settings, other.columns, other.format);
        plainNames = other.plainNames;
        metadataKeys = other.metadataKeys;
        producedType = other.producedType;
        filters = other.filters;
        limit = other.limit;
        emitsWatermarks = other.emitsWatermarks;
        watermarks = other.watermarks;
    }

    @Override
    public DynamicTableSource copy() {
        return new KvsArchiveTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return "Archived video of Kinesis Video Streams";
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return format == null ? ChangelogMode.insertOnly() : format.changelogMode();
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return ArchiveColumn.typesOf(settings.records());
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType type) {
        metadataKeys = List.copyOf(keys);
        producedType = type;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType type) {
        List<String> all = columns.plainNames();
        plainNames = Arrays.stream(projectedFields).map(path -> all.get(path[0])).toList();
        producedType = type;
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> expressions) {
        FilterPushDown pushDown = new FilterPushDown(settings, columns::filledBy);
        Result result = pushDown.apply(expressions);
        filters = pushDown.pushed();
        return result;
    }

    @Override
    public void applyLimit(long rows) {
        limit = rows;
    }

    @Override
    public void applySourceWatermark() {
        emitsWatermarks = true;
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> strategy) {
        watermarks = strategy;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        TypeInformation<RowData> rowType = context.createTypeInformation(producedType);
        KvsArchiveSourceBuilder<RowData, ?> builder =
                settings.records() == ScanRecords.FRAGMENTS
                        ? KvsArchiveSource.forListing(fragmentSchema(rowType))
                        : KvsArchiveSource.forListedFrames(frameSchema(context, rowType));
        settings.configure(builder);
        builder.setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, emitsWatermarks)
                .pushDown(filters.fragments());
        if (filters.keyFramesOnly()) {
            builder.setOption(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY, true);
        }
        if (!filters.tracks().isEmpty()) {
            builder.setOption(KvsArchiveSourceOptions.FRAME_TRACKS, List.copyOf(filters.tracks()));
        }
        if (limit < settings.maxFragmentsOfSplit()) {
            // A fragment mostly has a frame at least: more would be asked for in vain.
            builder.setOption(
                    KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, (int) Math.max(1, limit));
        }
        return new ArchiveScanProvider(builder.build(), watermarks, settings.parallelism());
    }

    private FragmentRowSchema fragmentSchema(TypeInformation<RowData> rowType) {
        return new FragmentRowSchema(
                producedNames().map(name -> ArchiveColumn.named(name).orElseThrow()).toList(),
                rowType,
                limit);
    }

    private FrameRowSchema frameSchema(ScanContext context, TypeInformation<RowData> rowType) {
        List<Column> ofFormat = columns.ofFormat();
        List<Integer> wanted = wantedOfFormat(ofFormat);
        List<Cell> cells = new ArrayList<>();
        for (String name : plainNames) {
            cells.add(
                    columns.ofArchive(name)
                            .<Cell>map(Cell.OfArchive::new)
                            .orElseGet(() -> payloadCell(ofFormat, wanted, name)));
        }
        for (String key : metadataKeys) {
            cells.add(new Cell.OfArchive(ArchiveColumn.named(key).orElseThrow()));
        }
        return new FrameRowSchema(
                cells,
                wanted.isEmpty() ? null : presentFormat().decoder(context, ofFormat, wanted),
                rowType,
                limit);
    }

    /** The places of the format's columns that it has to fill. */
    private List<Integer> wantedOfFormat(List<Column> ofFormat) {
        List<Integer> wanted =
                IntStream.range(0, ofFormat.size())
                        .filter(place -> plainNames.contains(ofFormat.get(place).getName()))
                        .boxed()
                        .toList();
        boolean tellsHowManyRows = format != null && !format.makesOneRowOfEach();
        return wanted.isEmpty() && tellsHowManyRows ? List.of(0) : wanted;
    }

    private Cell payloadCell(List<Column> ofFormat, List<Integer> wanted, String name) {
        int place = ofFormat.stream().map(Column::getName).toList().indexOf(name);
        return new Cell.OfPayload(presentFormat().field(ofFormat, wanted, place));
    }

    private PayloadFormat presentFormat() {
        return Objects.requireNonNull(format, "The columns were checked to have a format");
    }

    private Stream<String> producedNames() {
        return Stream.concat(plainNames.stream(), metadataKeys.stream());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof KvsArchiveTableSource that
                        && settings.equals(that.settings)
                        && columns.equals(that.columns)
                        && Objects.equals(format, that.format)
                        && plainNames.equals(that.plainNames)
                        && metadataKeys.equals(that.metadataKeys)
                        && producedType.equals(that.producedType)
                        && filters.equals(that.filters)
                        && limit == that.limit
                        && emitsWatermarks == that.emitsWatermarks
                        && watermarks.equals(that.watermarks));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                settings,
                columns,
                format,
                plainNames,
                metadataKeys,
                producedType,
                filters,
                limit,
                emitsWatermarks);
    }
}
