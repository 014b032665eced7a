/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The streams of an archive, by name. Safe for use by several threads. */
public final class Streams {

    /** The pattern of StreamName in the service model. */
    public static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

    /**
     * Creation times count from here, so that ARNs are the same in each run. Earlier than none of
     * the media that the archive brings along.
     */
    private static final Instant FIRST_CREATION = Instant.parse("2024-01-01T00:00:00Z");

    private final String region;
    private final String accountId;
    private final long seed;
    private final Duration uploadDelay;
    private final InstantSource clock;
    private final AtomicLong created = new AtomicLong();
    private final Map<String, Integer> deleted = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, ArchivedStream> byName =
            new ConcurrentSkipListMap<>();

    /**
     * @param uploadDelay from producer to server timestamps, where nothing else is said
     * @param clock what tells which fragments are visible
     */
    public Streams(
            String region, String accountId, long seed, Duration uploadDelay, InstantSource clock) {
        this.region = region;
        this.accountId = accountId;
        this.seed = seed;
        this.uploadDelay = uploadDelay;
        this.clock = clock;
    }

    /**
     * Creates a stream.
     *
     * @return empty if there is one of that name
     * @throws IllegalArgumentException if the name is not one that the service allows
     */
    public synchronized Optional<ArchivedStream> create(String name, StreamSettings settings) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Stream name '%s': allowed are 1 to 256 letters, digits, '_', '.' and '-'"
                            .formatted(name));
        }
        if (byName.containsKey(name)) {
            return Optional.empty();
        }
        Instant creation = FIRST_CREATION.plusSeconds(created.getAndIncrement());
        String arn =
                "arn:%s:kinesisvideo:%s:%s:stream/%s/%d"
                        .formatted(partition(), region, accountId, name, creation.toEpochMilli());
        ArchivedStream stream =
                new ArchivedStream(
                        new StreamInfo(
                                name,
                                arn,
                                creation,
                                Long.toHexString(Mixing.mix(seed, created.get())),
                                settings.mediaType(),
                                settings.deviceName(),
                                settings.retentionHours()),
                        seedOf(name),
                        uploadDelay,
                        clock);
        byName.put(name, stream);
        return Optional.of(stream);
    }

    /** A stream that was created again has other fragment numbers. */
    private long seedOf(String name) {
        int before = deleted.getOrDefault(name, 0);
        return before == 0 ? seed : Mixing.mix(seed, before);
    }

    private String partition() {
        return region.startsWith("cn-") ? "aws-cn" : "aws";
    }

    /** The stream of a name, created where there is none. */
    public synchronized ArchivedStream getOrCreate(String name) {
        return find(name)
                .orElseGet(() -> create(name, StreamSettings.ofMaxRetention()).orElseThrow());
    }

    /** The stream of a name. */
    public Optional<ArchivedStream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The name of the stream that is given by an ARN. */
    public static String nameIn(String arn) {
        return arn.split("/", -1)[1];
    }

    /** The stream of an ARN; one of an earlier stream of the same name finds nothing. */
    public Optional<ArchivedStream> findByArn(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length == 3
                ? find(parts[1]).filter(stream -> stream.info().arn().equals(arn))
                : Optional.empty();
    }

    /** Forgets a stream and its fragments. */
    public synchronized boolean delete(ArchivedStream stream) {
        String name = stream.info().name();
        boolean removed = byName.remove(name, stream);
        if (removed) {
            deleted.merge(name, 1, Integer::sum);
        }
        return removed;
    }

    /** The names, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The streams after a name, in alphabetical order; after the empty name, all. */
    public Collection<ArchivedStream> after(String name) {
        return byName.tailMap(name, false).values();
    }
}
