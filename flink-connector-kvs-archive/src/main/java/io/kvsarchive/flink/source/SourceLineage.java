/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.StreamReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDatasetFacet;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

/** Tells tools which streams a job reads: a dataset for each, or for all with a prefix. */
record SourceLineage(Boundedness boundedness, List<LineageDataset> datasets)
        implements SourceLineageVertex {

    private static final String SERVICE = "kinesisvideo";

    /**
     * A stream.
     *
     * @param name the stream's; one that ends in an asterisk stands for all that begin so
     * @param namespace the service and, where it is known, the region
     */
    private record StreamDataset(String name, String namespace) implements LineageDataset {
        @Override
        public Map<String, LineageDatasetFacet> facets() {
            return Map.of();
        }
    }

    static SourceLineage of(
            StreamSelection selection, Optional<String> region, Boundedness boundedness) {
        String namespace = SERVICE + region.map(name -> "://" + name).orElse("");
        Stream<String> named = selection.named().keySet().stream().map(StreamReference::name);
        Stream<String> prefixed = Stream.ofNullable(selection.prefix()).map(prefix -> prefix + "*");
        return new SourceLineage(
                boundedness,
                Stream.concat(named, prefixed)
                        .<LineageDataset>map(name -> new StreamDataset(name, namespace))
                        .toList());
    }
}
