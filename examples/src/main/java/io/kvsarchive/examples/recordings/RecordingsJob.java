/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.ListedFragments;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.StreamReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.CloseableIterator;

/** Finds out from the listing when streams were recorded. No media are read. */
public final class RecordingsJob {

    private final ArchiveRequest request;
    private final KvsArchiveSource<ArchivedFragment> source;

    /**
     * Describes the job.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    public RecordingsJob(ArchiveRequest request) {
        this.request = request;
        this.source = ListedFragments.of(request);
    }

    /**
     * Runs the job, on a Flink cluster in this process unless it was submitted to another.
     *
     * @return the listed fragments of each stream in the order of time; none of a stream that is
     *     named and holds none
     */
    public Map<String, List<ArchivedFragment>> run() throws Exception {
        Map<String, List<ArchivedFragment>> fragments = new TreeMap<>();
        request.streams().stream()
                .map(StreamReference::new)
                .forEach(stream -> fragments.put(stream.name(), new ArrayList<>()));
        try (CloseableIterator<ArchivedFragment> listed =
                request.environment()
                        .fromSource(source, WatermarkStrategy.noWatermarks(), "listed fragments")
                        .uid("listed-fragments")
                        .executeAndCollect("Listing of " + request.describeStreams())) {
            listed.forEachRemaining(
                    fragment ->
                            fragments
                                    .computeIfAbsent(fragment.stream(), key -> new ArrayList<>())
                                    .add(fragment));
        }
        fragments
                .values()
                .forEach(
                        ofStream ->
                                ofStream.sort(
                                        Comparator.comparing(ArchivedFragment::producerTimestamp)));
        return fragments;
    }
}
