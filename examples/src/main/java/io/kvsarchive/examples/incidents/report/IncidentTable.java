/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** Writes incidents as a Parquet file, with a row for each. */
final class IncidentTable {

    private IncidentTable() {}

    static void write(Path file, List<ReportedIncident> incidents) throws IOException {
        Files.deleteIfExists(file);
        try (ParquetWriter<ReportedIncident> writer =
                new Builder(new LocalOutputFile(file))
                        .withConf(new PlainParquetConfiguration())
                        .build()) {
            for (ReportedIncident incident : incidents) {
                writer.write(incident);
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<ReportedIncident, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<ReportedIncident> getWriteSupport(ParquetConfiguration ignored) {
            return new IncidentRows();
        }

        @Override
        @SuppressWarnings("deprecation") // The base class wants it, and nothing here calls it.
        protected WriteSupport<ReportedIncident> getWriteSupport(Configuration ignored) {
            return new IncidentRows();
        }
    }
}
