/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that an archive received: the count of all of them, and the latest ones in full, as far
 * as they fit into some memory: about thirty thousand small ones. Safe for use by several threads.
 */
public final class RequestLog {

    private static final long MAX_CHARACTERS = 16L << 20;

    /** What a call takes beside its body, so that many small ones don't fill the memory. */
    private static final int CHARACTERS_OF_CALL = 512;

    private final Deque<ReceivedRequest> latest = new ArrayDeque<>();
    private final Map<String, Map<String, Long>> counts = new HashMap<>();
    private final Map<Fault, Map<String, Long>> faults = new EnumMap<>(Fault.class);
    private final Map<Quota, Map<String, Long>> refused = new EnumMap<>(Quota.class);
    private long characters;
    private long sentBytes;

    RequestLog() {}

    synchronized void add(ReceivedRequest request, Optional<Quota> exceeded) {
        counts.computeIfAbsent(request.operation(), operation -> new HashMap<>())
                .merge(request.stream(), 1L, Long::sum);
        for (Fault fault : request.faults()) {
            faults.computeIfAbsent(fault, hit -> new HashMap<>())
                    .merge(request.stream(), 1L, Long::sum);
        }
        exceeded.ifPresent(
                quota ->
                        refused.computeIfAbsent(quota, by -> new HashMap<>())
                                .merge(request.stream(), 1L, Long::sum));
        latest.addLast(request);
        characters += charactersOf(request);
        while (characters > MAX_CHARACTERS) {
            characters -= charactersOf(latest.removeFirst());
        }
    }

    private static long charactersOf(ReceivedRequest request) {
        return (long) CHARACTERS_OF_CALL + request.body().length();
    }

    synchronized void addSentBytes(long bytes) {
        sentBytes += bytes;
    }

    /** How many bytes of media were sent in bodies that have ended, broken ones included. */
    public synchronized long sentBytes() {
        return sentBytes;
    }

    /** How many calls of an operation there were, for all streams. */
    public synchronized long count(String operation) {
        return counts.getOrDefault(operation, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many calls of an operation there were that named a stream so, by name or by ARN. */
    public synchronized long count(String operation, String stream) {
        return counts.getOrDefault(operation, Map.of()).getOrDefault(stream, 0L);
    }

    /** How many calls a fault hit, for all streams. */
    public synchronized long count(Fault fault) {
        return faults.getOrDefault(fault, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many calls a fault hit that named a stream so, by name or by ARN. */
    public synchronized long count(Fault fault, String stream) {
        return faults.getOrDefault(fault, Map.of()).getOrDefault(stream, 0L);
    }

    /** How many calls quotas refused, for all streams. */
    public synchronized long refused() {
        return refused.keySet().stream().mapToLong(this::refused).sum();
    }

    /** How many calls a quota refused, for all streams. */
    public synchronized long refused(Quota quota) {
        return refused.getOrDefault(quota, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many calls a quota refused that named a stream so, by name or by ARN. */
    public synchronized long refused(Quota quota, String stream) {
        return refused.getOrDefault(quota, Map.of()).getOrDefault(stream, 0L);
    }

    /** The latest calls, oldest first. */
    public synchronized List<ReceivedRequest> latest() {
        return List.copyOf(latest);
    }

    /** The latest calls of an operation, oldest first. */
    public synchronized List<ReceivedRequest> latest(String operation) {
        return latest.stream().filter(request -> request.operation().equals(operation)).toList();
    }

    /** All fragment numbers that the latest calls asked a stream's media for, as asked. */
    public synchronized List<String> fragmentsAsked(String stream) {
        List<String> fragments = new ArrayList<>();
        for (ReceivedRequest request : latest) {
            if (request.stream().equals(stream)) {
                fragments.addAll(request.fragments());
            }
        }
        return fragments;
    }

    /** Forgets all calls. */
    public synchronized void clear() {
        latest.clear();
        counts.clear();
        faults.clear();
        refused.clear();
        characters = 0;
        sentBytes = 0;
    }
}
