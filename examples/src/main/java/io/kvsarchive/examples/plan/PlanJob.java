/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.ListedFragments;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.CloseableIterator;

/** Sums up each stream from its listing, without its media. */
final class PlanJob {

    private final ArchiveRequest request;
    private final KvsArchiveSource<ArchivedFragment> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    PlanJob(ArchiveRequest request) {
        this.request = request;
        this.source = ListedFragments.of(request);
    }

    /** Runs the job, on a Flink cluster in this process unless it was submitted to another. */
    List<StreamTally> run() throws Exception {
        List<StreamTally> tallies = new ArrayList<>();
        try (CloseableIterator<StreamTally> result =
                request.environment()
                        .fromSource(source, WatermarkStrategy.noWatermarks(), "listed fragments")
                        .uid("listed-fragments")
                        .keyBy(ArchivedFragment::stream)
                        .process(new PlanFunction(request.sampling(), request.selectorType()))
                        .uid("plan")
                        .executeAndCollect("Plan of " + request.describeStreams())) {
            result.forEachRemaining(tallies::add);
        }
        return tallies;
    }
}
