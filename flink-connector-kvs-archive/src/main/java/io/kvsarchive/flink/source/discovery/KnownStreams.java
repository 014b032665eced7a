/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.flink.source.quota.StreamQuota;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;

/**
 * The streams that a job reads, as far as they are known, each with its discovery. For the
 * coordinator's thread.
 */
@Internal
public final class KnownStreams {

    private final EnumeratorSettings settings;
    private final CoordinatedCalls calls;
    private final FragmentsAhead ahead;
    private final EnumeratorMetrics metrics;
    private final BacklogListener backlogListener;
    private final StreamDiscovery.Listener discoveryListener;
    private final Map<StreamReference, StreamDiscovery> discoveries = new LinkedHashMap<>();
    private final BrokenStreams broken;

    /**
     * @param ahead how many fragments of each stream may be listed ahead
     */
    public KnownStreams(
            EnumeratorSettings settings,
            CoordinatedCalls calls,
            FragmentsAhead ahead,
            EnumeratorMetrics metrics,
            BacklogListener backlogListener,
            StreamDiscovery.Listener discoveryListener) {
        this.settings = settings;
        this.calls = calls;
        this.ahead = ahead;
        this.metrics = metrics;
        this.backlogListener = backlogListener;
        this.discoveryListener = discoveryListener;
        this.broken =
                new BrokenStreams(
                        settings.brokenStreams(),
                        calls,
                        Collections.unmodifiableSet(discoveries.keySet()));
    }

    /**
     * Adds a stream that is yet to be asked about.
     *
     * @param filter accepts the stream by its description; empty if it needs none
     */
    public void add(StreamProgress progress, Optional<StreamDescription.Filter> filter) {
        add(progress, filter, false);
    }

    /** Adds a stream that has just been found, and so is known to be read, and begins with it. */
    public void addFound(StreamProgress progress) {
        add(progress, Optional.empty(), true).advance();
    }

    private StreamDiscovery add(
            StreamProgress progress, Optional<StreamDescription.Filter> filter, boolean isChecked) {
        StreamIdentity identity =
                new StreamIdentity(
                        progress.stream(),
                        progress.arn(),
                        filter,
                        settings.listing().lostFragments(),
                        isChecked);
        StreamBacklog backlog =
                new StreamBacklog(
                        progress,
                        identity,
                        settings,
                        new StreamQuota(settings.quota(), calls::nanoTime),
                        ahead,
                        this::changed);
        StreamDiscovery discovery =
                new StreamDiscovery(backlog, calls, settings, broken, metrics, discoveryListener);
        discoveries.put(progress.stream(), discovery);
        return discovery;
    }

    private void changed(StreamBacklog backlog) {
        backlogListener.changed(backlog);
        StreamDiscovery discovery = discoveries.get(backlog.stream());
        if (discovery != null) {
            // It has been added, and less may be left than is to be listed ahead.
            discovery.advance();
        }
    }

    /** Begins with all streams. */
    public void start() {
        discoveries.values().forEach(StreamDiscovery::advance);
    }

    public boolean isEmpty() {
        return discoveries.isEmpty();
    }

    public Optional<StreamBacklog> find(StreamReference stream) {
        return Optional.ofNullable(discoveries.get(stream)).map(StreamDiscovery::backlog);
    }

    /** In the order in which they were added. */
    public Stream<StreamBacklog> all() {
        return discoveries.values().stream().map(StreamDiscovery::backlog);
    }
}
