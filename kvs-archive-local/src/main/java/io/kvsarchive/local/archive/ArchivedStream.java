/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.archive.StoredSession.Stored;
import io.kvsarchive.local.matroska.FileFragment;
import io.kvsarchive.local.matroska.FragmentDocument;
import io.kvsarchive.local.matroska.MatroskaFile;
import io.kvsarchive.local.matroska.RecordedFragment;
import io.kvsarchive.local.matroska.ServiceTags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A stream and what it holds. Safe for use by several threads. */
public final class ArchivedStream {

    /** Counters jump to the next such block with each new session, see {@link FragmentNumber}. */
    private static final long COUNTERS_PER_BLOCK = 1000;

    private final StreamInfo info;
    private final long seed;
    private final Duration uploadDelay;
    private final InstantSource clock;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();

    ArchivedStream(StreamInfo info, long seed, Duration uploadDelay, InstantSource clock) {
        this.info = info;
        this.seed = Mixing.seed(seed, info.name());
        this.uploadDelay = uploadDelay;
        this.clock = clock;
    }

    public StreamInfo info() {
        return info;
    }

    /**
     * Puts in the fragments of a Matroska file.
     *
     * @param producerStart 1970 or later: fragment numbers have no sign
     */
    public synchronized void add(MatroskaFile file, Instant producerStart) {
        if (producerStart.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("A start before 1970: " + producerStart);
        }
        long counter = firstCounterOfNextSession();
        List<Stored> stored = new ArrayList<>();
        for (FileFragment fragment : file.fragments()) {
            long producer = producerStart.toEpochMilli() + fragment.startMillis();
            long server = producer + uploadDelay.toMillis();
            ServiceTags tags =
                    new ServiceTags(FragmentNumber.of(counter, server, seed), server, producer);
            counter++;
            stored.add(
                    new Stored(
                            listed(tags, fragment.durationMillis(), fragment.size(tags)),
                            () -> fragment.open(tags)));
        }
        sessions.add(new StoredSession(stored));
    }

    /**
     * Puts in recorded fragments, with the numbers and timestamps that they bear.
     *
     * @return the numbers of those that were left out since the stream has such a number already
     */
    public synchronized List<String> add(List<RecordedFragment> recorded) {
        List<Stored> stored = new ArrayList<>();
        Set<String> numbers = new HashSet<>();
        List<String> leftOut = new ArrayList<>();
        for (RecordedFragment fragment : recorded) {
            String number = fragment.tags().fragmentNumber();
            if (locate(number).isPresent() || !numbers.add(number)) {
                leftOut.add(number);
                continue;
            }
            stored.add(
                    new Stored(
                            listed(fragment.tags(), fragment.durationMillis(), fragment.size()),
                            fragment::open));
        }
        sessions.add(new StoredSession(stored));
        return leftOut;
    }

    /** Puts in generated fragments. */
    public synchronized void add(GeneratedStream generated) {
        sessions.add(
                new GeneratedSession(generated, firstCounterOfNextSession(), seed, uploadDelay));
    }

    private long firstCounterOfNextSession() {
        long last = sessions.stream().mapToLong(Session::lastCounter).max().orElse(0);
        return last == 0 ? 1 : (last / COUNTERS_PER_BLOCK + 1) * COUNTERS_PER_BLOCK;
    }

    private static StoredFragment listed(ServiceTags tags, long durationMillis, long size) {
        return new StoredFragment(
                tags.fragmentNumber(),
                Instant.ofEpochMilli(tags.producerTimestamp()),
                Instant.ofEpochMilli(tags.serverTimestamp()),
                Duration.ofMillis(durationMillis),
                size);
    }

    /** The moment, in milliseconds since the epoch. */
    public long now() {
        return clock.millis();
    }

    /** How many fragments are visible now. */
    public long size() {
        long now = now();
        return sessions.stream().mapToLong(session -> session.visible(now)).sum();
    }

    /**
     * Fragments that begin within a range of time, both ends included, and are visible at a moment.
     *
     * <p>Both ends belong to the range, and a fragment that began before it is left out although it
     * may reach into it: the worked example of the archived media API's FragmentSelector.
     *
     * @param from milliseconds since the epoch
     * @param to milliseconds since the epoch
     * @param asOf milliseconds since the epoch
     */
    public Selection select(Clock clock, long from, long to, long asOf) {
        return new Selection(List.copyOf(sessions), clock, from, to, asOf);
    }

    /** What is visible now: session by session, each in the order of the producer's clock. */
    public Stream<StoredFragment> fragments() {
        long now = now();
        return sessions.stream()
                .flatMap(
                        session ->
                                LongStream.range(0, session.visible(now))
                                        .mapToObj(rank -> session.fragment(Clock.PRODUCER, rank)));
    }

    /** The first and the last by the producer's clock of each session's that are visible now. */
    public Stream<StoredFragment> edges() {
        long now = now();
        return sessions.stream()
                .filter(session -> session.visible(now) > 0)
                .flatMap(
                        session ->
                                Stream.of(0L, session.visible(now) - 1)
                                        .map(rank -> session.fragment(Clock.PRODUCER, rank)));
    }

    /** The fragment that has a number, if there is one in this stream that is visible now. */
    public Optional<Found> find(String number) {
        return locate(number).filter(found -> found.rank < found.session.visible(now()));
    }

    private Optional<Found> locate(String number) {
        for (Session session : sessions) {
            OptionalLong rank = session.find(number);
            if (rank.isPresent()) {
                return Optional.of(new Found(session, rank.getAsLong()));
            }
        }
        return Optional.empty();
    }

    /** A seed that is the stream's own. */
    public long seed() {
        return seed;
    }

    /** Where a fragment is. */
    public static final class Found {

        private final Session session;
        private final long rank;

        private Found(Session session, long rank) {
            this.session = session;
            this.rank = rank;
        }

        /** What a listing says of it. */
        public StoredFragment fragment() {
            return session.fragment(Clock.PRODUCER, rank);
        }

        /** Its frames, if they are generated. */
        public Optional<List<GeneratedFrame>> generatedFrames() {
            return session.generatedFrames(rank);
        }

        /** Opens its document. */
        public FragmentDocument open() throws IOException {
            return session.open(rank);
        }
    }
}
