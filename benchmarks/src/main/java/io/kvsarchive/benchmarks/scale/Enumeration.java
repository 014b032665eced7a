/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.server.ArchiveServer;
import io.kvsarchive.benchmarks.server.ServerProcess;
import java.lang.management.ManagementFactory;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/** What it costs to list fragments and to hand them out, an archive in another process aside. */
final class Enumeration {

    private static final int STREAMS = 100;
    private static final double MILLION = 1e6;
    private static final DecimalFormat COUNT =
            new DecimalFormat("#.###", DecimalFormatSymbols.getInstance(Locale.ROOT));

    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /**
     * Prints a row for each count.
     *
     * @param millions how many million fragments to enumerate, over all streams
     */
    void print(ResultTable table, List<Double> millions) throws Exception {
        double first = 0;
        for (double count : millions) {
            double cost = cpuSecondsForMillion(count);
            first = first == 0 ? cost : first;
            table.row(
                    COUNT.format(count) + " million fragments listed, CPU s per million",
                    cost,
                    "of " + COUNT.format(millions.get(0)) + " million",
                    first,
                    "");
        }
    }

    private double cpuSecondsForMillion(double millions) throws Exception {
        long each = (long) (millions * MILLION / STREAMS);
        try (ServerProcess server =
                ServerProcess.start(
                        ArchiveServer.class,
                        String.valueOf(STREAMS),
                        String.valueOf(each),
                        "1",
                        "100")) {
            ReadingJob job = new ReadingJob(server.endpoint(), ArchiveServer.STREAM_PREFIX, 1, 1);
            long cpuStart = process.getProcessCpuTime();
            Reading listing = job.readListing();
            double cpuSeconds = (process.getProcessCpuTime() - cpuStart) / 1e9;
            if (listing.records() != each * STREAMS) {
                throw new IllegalStateException("Listed " + listing.records());
            }
            return cpuSeconds / millions;
        }
    }
}
