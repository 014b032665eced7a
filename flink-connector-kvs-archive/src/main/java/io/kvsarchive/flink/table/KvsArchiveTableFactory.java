/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes table sources for {@code 'connector' = 'kvs-archive'}. */
@Internal
public final class KvsArchiveTableFactory implements DynamicTableSourceFactory {

    static final String IDENTIFIER = "kvs-archive";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return KvsArchiveTableOptions.ALL;
    }

    @Override
    public Set<ConfigOption<?>> forwardOptions() {
        return KvsArchiveTableOptions.OF_ACCESS;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        TableColumns columns = TableColumns.of(context.getCatalogTable());
        FactoryUtil.TableFactoryHelper helper =
                FactoryUtil.createTableFactoryHelper(
                        this, new FormatContext(context, columns.ofFormat()));
        Optional<DecodingFormat<DeserializationSchema<RowData>>> format =
                helper.discoverOptionalDecodingFormat(
                        DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validateExcept(KvsArchiveTableOptions.PREFIXES_OF_SOURCE.toArray(String[]::new));
        ScanSettings settings = ScanSettings.of(helper.getOptions(), context.getConfiguration());
        columns.check(settings.records(), format.isPresent());
        return new KvsArchiveTableSource(
                settings,
                columns,
                format.map(
                                found ->
                                        new PayloadFormat(
                                                helper.getOptions().get(FactoryUtil.FORMAT), found))
                        .orElse(null));
    }
}
