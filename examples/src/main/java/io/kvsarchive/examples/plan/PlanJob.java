/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.enumerator.ReadOrder;
import io.kvsarchive.flink.source.frame.ArchivedFragment;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Sums up each stream from its listing, without its media. */
final class PlanJob {

    /** The latest that the source takes. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final ArchiveRequest request;
    private final KvsArchiveSource<ArchivedFragment> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    PlanJob(ArchiveRequest request) {
        this.request = request;
        // Gaps can only be told in the order of time.
        this.source =
                inOrderOfSelector(request)
                        .withoutSampling()
                        .addTo(KvsArchiveSource.fragmentsBuilder())
                        .setOption(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED)
                        .build();
    }

    /** Without a range, a source lists in the order in which fragments came to the service. */
    private static ArchiveRequest inOrderOfSelector(ArchiveRequest request) {
        boolean isWithoutRange = request.start().isEmpty() && request.end().isEmpty();
        return isWithoutRange && request.selectorType() == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? request.between(Optional.of(Instant.EPOCH), Optional.of(LATEST))
                : request;
    }

    /** Runs the job, on a Flink cluster in this process unless it was submitted to another. */
    List<StreamTally> run() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        // What has gone wrong is to be told, rather than tried again for ever.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(request.parallelism());
        List<StreamTally> tallies = new ArrayList<>();
        try (CloseableIterator<StreamTally> result =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "listed fragments")
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
