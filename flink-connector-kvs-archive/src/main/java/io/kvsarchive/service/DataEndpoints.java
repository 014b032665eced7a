/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what GetDataEndpoint answered, for each stream and API.
 *
 * <p>The service allows five look-ups per second for a stream. Its quotas page says that an answer
 * may be kept if it is asked for anew when it fails, which typically is every 45 minutes.
 */
final class DataEndpoints {

    private static final Duration LIFETIME = Duration.ofMinutes(45);

    /** Asks the service. */
    interface LookUp {
        URI dataEndpoint(StreamReference stream, String apiName) throws ArchiveServiceException;
    }

    private record Key(StreamReference stream, String apiName) {}

    private static final class Entry {
        private @Nullable URI endpoint;
        private Instant expiry = Instant.MIN;

        private void keep(URI found, Instant now) {
            endpoint = found;
            expiry = now.plus(LIFETIME);
        }
    }

    private final LookUp lookUp;
    private final InstantSource clock;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    DataEndpoints(LookUp lookUp, InstantSource clock) {
        this.lookUp = lookUp;
        this.clock = clock;
    }

    URI get(StreamReference stream, String apiName) throws ArchiveServiceException {
        Entry entry = entry(stream, apiName);
        // One look-up at a time for a stream and API: whoever waits here takes its answer.
        synchronized (entry) {
            URI kept = entry.endpoint;
            if (kept != null && clock.instant().isBefore(entry.expiry)) {
                return kept;
            }
            URI found = lookUp.dataEndpoint(stream, apiName);
            entry.keep(found, clock.instant());
            return found;
        }
    }

    /** The kept endpoint or, where there is none, the one that was found out elsewhere. */
    URI getOrKeep(StreamReference stream, String apiName, URI endpoint)
            throws ArchiveServiceException {
        Entry entry = entry(stream, apiName);
        synchronized (entry) {
            if (entry.endpoint == null) {
                entry.keep(endpoint, clock.instant());
            }
        }
        return get(stream, apiName);
    }

    /** Makes the next {@link #get} ask anew. */
    void expire(StreamReference stream, String apiName) {
        Entry entry = entry(stream, apiName);
        synchronized (entry) {
            entry.expiry = Instant.MIN;
        }
    }

    private Entry entry(StreamReference stream, String apiName) {
        return entries.computeIfAbsent(new Key(stream, apiName), key -> new Entry());
    }
}
