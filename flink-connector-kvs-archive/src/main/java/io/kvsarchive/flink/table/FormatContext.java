/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;

/** A table as its format sees it: with those of the columns that the format fills. */
record FormatContext(DynamicTableFactory.Context table, List<Column> columns)
        implements DynamicTableFactory.Context {

    @Override
    public ObjectIdentifier getObjectIdentifier() {
        return table.getObjectIdentifier();
    }

    @Override
    public ResolvedCatalogTable getCatalogTable() {
        return new ResolvedCatalogTable(
                table.getCatalogTable().getOrigin(), ResolvedSchema.of(columns));
    }

    @Override
    public Map<String, String> getEnrichmentOptions() {
        return table.getEnrichmentOptions();
    }

    @Override
    public ReadableConfig getConfiguration() {
        return table.getConfiguration();
    }

    @Override
    public ClassLoader getClassLoader() {
        return table.getClassLoader();
    }

    @Override
    public boolean isTemporary() {
        return table.isTemporary();
    }
}
