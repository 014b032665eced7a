/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A table's columns, and who fills each plain one: the connector those with the names of its own
 * columns, and the format all others.
 *
 * @param schema all columns of the table
 * @param givenToFormat the names of plain columns that the user gives to the format
 */
record TableColumns(ResolvedSchema schema, Set<String> givenToFormat) {

    private static final String SOURCE_WATERMARK = "SOURCE_WATERMARK";

    TableColumns {
        givenToFormat = Set.copyOf(givenToFormat);
    }

    /**
     * The columns of a table.
     *
     * @throws ValidationException if an option names a column that there is not
     */
    static TableColumns of(ResolvedCatalogTable table) {
        Set<String> givenToFormat = new LinkedHashSet<>(givenToFormat(table));
        TableColumns columns = new TableColumns(table.getResolvedSchema(), givenToFormat);
        List<String> plain = columns.plain().map(Column::getName).toList();
        givenToFormat.stream()
                .filter(name -> !plain.contains(name))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new ValidationException(
                                    "Option '%s' names the column '%s'; the table's plain columns are %s"
                                            .formatted(
                                                    KvsArchiveTableOptions.FORMAT_COLUMNS.key(),
                                                    name,
                                                    plain));
                        });
        return columns;
    }

    /** Before Flink has checked any option, since the columns decide what the format gets. */
    private static List<String> givenToFormat(ResolvedCatalogTable table) {
        String value = table.getOptions().get(KvsArchiveTableOptions.FORMAT_COLUMNS.key());
        return value == null
                ? List.of()
                : Arrays.stream(value.split(";"))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private Stream<Column> plain() {
        return schema.getColumns().stream().filter(Column::isPhysical);
    }

    /** The column of the connector that fills a plain column; empty if the format does. */
    Optional<ArchiveColumn> ofArchive(String name) {
        return givenToFormat.contains(name) ? Optional.empty() : ArchiveColumn.named(name);
    }

    /** The names of the plain columns, in order. */
    List<String> plainNames() {
        return plain().map(Column::getName).toList();
    }

    /** The columns that the format fills, in order. */
    List<Column> ofFormat() {
        return plain().filter(column -> ofArchive(column.getName()).isEmpty()).toList();
    }

    /**
     * Checks that somebody can fill each column.
     *
     * @throws ValidationException if not, naming the column and what is allowed
     */
    void check(ScanRecords records, boolean hasFormat) {
        plain().forEach(column -> checkPlain(column, records));
        checkFormat(records, hasFormat);
        schema.getWatermarkSpecs().forEach(this::checkWatermark);
    }

    private void checkPlain(Column column, ScanRecords records) {
        Optional<ArchiveColumn> ofArchive = ofArchive(column.getName());
        if (ofArchive.isEmpty()) {
            return;
        }
        if (records == ScanRecords.FRAGMENTS && !ofArchive.get().isListed()) {
            throw new ValidationException(
                    ("Column '%s' takes media, and with %s none are read; the columns of such a"
                                    + " table are %s")
                            .formatted(column.getName(), describeFragments(), names(records)));
        }
        LogicalType expected = ofArchive.get().type().getLogicalType();
        LogicalType declared = column.getDataType().getLogicalType();
        boolean isSame = declared.copy(expected.isNullable()).equals(expected);
        if (!isSame || (expected.isNullable() && !declared.isNullable())) {
            throw new ValidationException(
                    ("Column '%s' is of type %s; the connector fills it with %s. Declare that type,"
                                    + " or, if the format fills the column, name it in the option"
                                    + " '%s'")
                            .formatted(
                                    column.getName(),
                                    declared,
                                    expected,
                                    KvsArchiveTableOptions.FORMAT_COLUMNS.key()));
        }
    }

    private void checkFormat(ScanRecords records, boolean hasFormat) {
        List<String> columns = ofFormat().stream().map(Column::getName).toList();
        if (records == ScanRecords.FRAGMENTS && (hasFormat || !columns.isEmpty())) {
            throw new ValidationException(
                    ("With %s no media are read, so there is nothing for %s; the columns of such a"
                                    + " table are %s")
                            .formatted(
                                    describeFragments(),
                                    hasFormat ? "a format" : "columns " + columns,
                                    names(records)));
        }
        if (!hasFormat && !columns.isEmpty()) {
            throw new ValidationException(
                    ("Columns %s need a format that makes them of the payload, such as 'format' ="
                                    + " 'raw' for one column of type BYTES. The connector itself"
                                    + " fills %s")
                            .formatted(columns, names(records)));
        }
        if (hasFormat && columns.isEmpty()) {
            throw new ValidationException(
                    ("Option 'format' is set, and the table has no plain column for it: declare"
                                    + " one, such as payload BYTES for 'raw', or leave the option"
                                    + " out. The connector itself fills %s")
                            .formatted(names(records)));
        }
    }

    /** The source's watermark is about when fragments begin, by the producer's clock. */
    private void checkWatermark(WatermarkSpec watermark) {
        String expression = watermark.getWatermarkExpression().asSummaryString();
        if (!expression.toUpperCase(Locale.ROOT).contains(SOURCE_WATERMARK)) {
            return;
        }
        String name = watermark.getRowtimeAttribute();
        Optional<ArchiveColumn> column = filledBy(name);
        boolean isComputed =
                schema.getColumn(name).filter(Column.ComputedColumn.class::isInstance).isPresent();
        boolean isCovered =
                column.filter(
                                by ->
                                        by == ArchiveColumn.FRAME_TIME
                                                || by == ArchiveColumn.PRODUCER_TIME)
                        .isPresent();
        if (!isComputed && !isCovered) {
            throw new ValidationException(
                    ("SOURCE_WATERMARK() is declared for the column '%s'; the source's watermark"
                                    + " holds for %s and %s. For others, declare an expression,"
                                    + " such as %s - INTERVAL '30' SECOND")
                            .formatted(
                                    name,
                                    ArchiveColumn.FRAME_TIME.key(),
                                    ArchiveColumn.PRODUCER_TIME.key(),
                                    name));
        }
    }

    /** The column of the connector that fills a plain or metadata column; empty if none does. */
    Optional<ArchiveColumn> filledBy(String name) {
        return schema.getColumn(name).flatMap(this::filledBy);
    }

    private Optional<ArchiveColumn> filledBy(Column column) {
        if (column instanceof Column.MetadataColumn metadata) {
            return ArchiveColumn.named(metadata.getMetadataKey().orElse(metadata.getName()));
        }
        return column.isPhysical() ? ofArchive(column.getName()) : Optional.empty();
    }

    private static String names(ScanRecords records) {
        return ArchiveColumn.of(records).map(ArchiveColumn::key).collect(Collectors.joining(", "));
    }

    private static String describeFragments() {
        return "'%s' = 'fragments'".formatted(KvsArchiveTableOptions.SCAN_RECORDS.key());
    }
}
