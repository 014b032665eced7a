/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists one window of time of a stream after the other, and then stays at its live edge if it is
 * to. Windows grow wider where a stream has few fragments and narrower where it has many. For one
 * thread.
 *
 * <p>Both ends of the service's ranges are included and times have limited precision, so that
 * windows meet in one instant; what is found there twice is told by its number.
 *
 * <p>At the live edge the same stretch of time is listed again and again, until it is older than
 * the lateness: only then is it sure that nothing will become visible there any more.
 */
@Internal
public final class StreamListing {

    private static final Logger LOG = LoggerFactory.getLogger(StreamListing.class);
    private static final int WIDEN_AT_MOST = 16;
    private static final double FULL_ENOUGH = 0.95;
    private static final double MAX_MILLIS = Duration.ofDays(365_000).toMillis();

    /** A window with fewer fragments says little of how dense the stream is in the next one. */
    private static final int TELLING_FRAGMENTS = 10;

    /** How far the service's clock may be ahead of this machine's. */
    private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

    private static final int FEW_RESULTS = 10;

    private final StreamReference stream;
    private final ListingSettings settings;
    private final FragmentSelectorType clock;
    private final Optional<Instant> end;
    private final Instant earliestProducerTimestamp;
    private final Sampler sampler;

    /** What begins before this time has been listed. */
    private Instant from;

    /** What has been listed and begins at that time or later: when, by number. */
    private final Map<String, Long> known = new HashMap<>();

    private Duration windowLength;
    private boolean isUnknownTerritory;
    private boolean isComplete;

    /** Where a job that went before had listed to, and how much of it it did not hand out. */
    @Nullable private Instant listedBefore;

    private int pendingBefore;

    @Nullable private WindowListing window;

    /** Where the window under way stays open since more may become visible there, or null. */
    @Nullable private Instant settledTo;

    private boolean isAtLiveEdge;

    public StreamListing(
            StreamReference stream, ListingPosition position, ListingSettings settings) {
        this.stream = stream;
        this.settings = settings;
        this.clock = position.clock();
        this.end = position.end();
        this.earliestProducerTimestamp = position.earliestProducerTimestamp();
        this.sampler = new Sampler(settings.sampling(), position.samplingState());
        this.from = position.from();
        known.putAll(position.delivered());
        this.windowLength = position.windowLength();
        this.isUnknownTerritory = position.listedTo().equals(position.from());
        if (position.pending() > 0) {
            this.listedBefore = position.listedTo();
            this.pendingBefore = position.pending();
        }
    }

    public FragmentSelectorType clock() {
        return clock;
    }

    /** Whether there is nothing more to list. */
    public boolean isComplete() {
        return isComplete;
    }

    /** Whether the last window reached the live edge, so that the next one can wait. */
    public boolean isAtLiveEdge() {
        return isAtLiveEdge;
    }

    /**
     * What to ask the service for next.
     *
     * @param maxFragments how many fragments a window should hold at most
     */
    public PageRequest nextPage(Instant now, int maxFragments) {
        if (window == null) {
            window = begin(now, maxFragments);
        }
        return window.nextPage();
    }

    private WindowListing begin(Instant now, int maxFragments) {
        settledTo = null;
        if (listedBefore != null && listedBefore.isAfter(from)) {
            return closedWindow(listedBefore, Math.max(maxFragments, 2 * pendingBefore), false);
        }
        Instant next = from.plus(atLeastShortest(windowLength));
        if (end.isPresent()) {
            Instant to = next.isBefore(end.get()) ? next : end.get();
            return closedWindow(to, maxFragments, isUnknownTerritory);
        }
        Instant settled = now.minus(settings.lateness());
        return isAtLiveEdge || !next.isBefore(settled)
                ? openWindow(now, settled, maxFragments)
                : closedWindow(next, maxFragments, isUnknownTerritory);
    }

    private WindowListing closedWindow(Instant to, int maxFragments, boolean isProbe) {
        int pageSize = Math.min(settings.pageSize(), maxFragments);
        return new WindowListing(
                new FragmentSelector(clock, from, to),
                to.minus(WindowListing.MIN_LENGTH),
                maxFragments,
                pageSize,
                pageSize,
                isProbe);
    }

    private WindowListing openWindow(Instant now, Instant settled, int maxFragments) {
        settledTo = settled;
        int bound = known.size() + maxFragments;
        int pageSize = Math.min(settings.pageSize(), bound);
        int expected = known.size() + known.size() / 4 + FEW_RESULTS;
        return new WindowListing(
                new FragmentSelector(clock, from, latest(from, now).plus(CLOCK_AHEAD)),
                settled,
                bound,
                isAtLiveEdge ? Math.min(pageSize, expected) : pageSize,
                pageSize,
                isUnknownTerritory);
    }

    private static Duration atLeastShortest(Duration length) {
        return length.compareTo(WindowListing.MIN_LENGTH) < 0 ? WindowListing.MIN_LENGTH : length;
    }

    /**
     * Takes the page that was asked for.
     *
     * @return the new fragments that are to be read, in order of time, if the window is whole
     * @throws UnavailableDataException if fragments that had been listed before are gone, and the
     *     policy is to fail
     */
    public Optional<List<FragmentToRead>> accept(FragmentPage page, int maxFragments)
            throws UnavailableDataException {
        if (!window.accept(page)) {
            return Optional.empty();
        }
        FragmentSelector listed = window.window();
        List<ListedFragment> unknown =
                window.fragments().stream()
                        .filter(fragment -> !known.containsKey(fragment.fragmentNumber()))
                        .toList();
        checkNothingIsGone(listed, unknown);
        List<FragmentToRead> wanted = new ArrayList<>(unknown.size());
        for (ListedFragment fragment : unknown) {
            if (isWanted(fragment)) {
                wanted.add(FragmentToRead.listed(fragment));
            }
        }
        wanted.sort(FragmentToRead.order(clock));
        wanted.removeIf(fragment -> !sampler.picks(fragment.startMillis(clock)));
        advance(listed, maxFragments);
        window = null;
        return Optional.of(wanted);
    }

    private boolean isWanted(ListedFragment fragment) {
        return !fragment.producerTimestamp().isBefore(earliestProducerTimestamp)
                && settings.filter()
                        .accepts(
                                new ArchivedFragment(
                                        stream.name(),
                                        fragment.fragmentNumber(),
                                        fragment.producerTimestamp(),
                                        fragment.serverTimestamp(),
                                        fragment.sizeInBytes(),
                                        fragment.duration()));
    }

    /** What a checkpoint left to be listed again may have expired meanwhile. */
    private void checkNothingIsGone(FragmentSelector listed, List<ListedFragment> unknown)
            throws UnavailableDataException {
        if (listedBefore == null) {
            return;
        }
        long before = listedBefore.toEpochMilli();
        long found = unknown.stream().filter(fragment -> startMillis(fragment) <= before).count();
        boolean reachesAll = !listed.end().isBefore(listedBefore);
        long gone = pendingBefore - found;
        listedBefore = null;
        if (reachesAll && gone > 0) {
            isGone(
                    "Stream '"
                            + stream
                            + "' keeps "
                            + gone
                            + " of "
                            + pendingBefore
                            + " fragments no more that began from "
                            + listed.start()
                            + " to "
                            + Instant.ofEpochMilli(before)
                            + " and that the job was to read when its last checkpoint was made.",
                    null);
        }
    }

    private void advance(FragmentSelector listed, int maxFragments) {
        boolean isOpen = settledTo != null && !window.wasCut();
        from = isOpen ? latest(from, settledTo) : listed.end();
        long fromMillis = from.toEpochMilli();
        known.values().removeIf(start -> start < fromMillis);
        for (ListedFragment fragment : window.fragments()) {
            if (startMillis(fragment) >= fromMillis) {
                known.put(fragment.fragmentNumber(), startMillis(fragment));
            }
        }
        isAtLiveEdge = isOpen;
        isComplete = end.isPresent() && !from.isBefore(end.get());
        boolean isTelling = window.fragments().size() >= TELLING_FRAGMENTS;
        isUnknownTerritory = !isOpen && !isTelling;
        if (!isOpen) {
            Duration length =
                    isTelling ? recorded() : Duration.between(listed.start(), listed.end());
            windowLength =
                    times(
                            atLeastShortest(length),
                            factorOfNext(window.fragments().size(), maxFragments));
        }
    }

    /** A window may begin long before the stream does, which says nothing of how dense it is. */
    private Duration recorded() {
        LongSummaryStatistics starts =
                window.fragments().stream().mapToLong(this::startMillis).summaryStatistics();
        return Duration.ofMillis(starts.getMax() - starts.getMin());
    }

    /**
     * How much longer the next window should be: so that it fills its pages almost, and holds half
     * of the bound, lest a stream that grows denser pass it at once.
     */
    private double factorOfNext(int fragments, int maxFragments) {
        int pageSize = Math.min(settings.pageSize(), maxFragments);
        int pages = maxFragments / 2 / pageSize;
        double aim = pages == 0 ? maxFragments / 2.0 : pages * pageSize * FULL_ENOUGH;
        return fragments == 0 ? WIDEN_AT_MOST : Math.min(WIDEN_AT_MOST, aim / fragments);
    }

    private static Duration times(Duration length, double factor) {
        return Duration.ofMillis((long) Math.min(MAX_MILLIS, length.toMillis() * factor));
    }

    private long startMillis(ListedFragment fragment) {
        return fragment.timestamp(clock).toEpochMilli();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What begins before this time has been listed. */
    public Instant from() {
        return from;
    }

    /**
     * Where the earliest fragment may begin that has not been listed, in milliseconds since the
     * epoch by the producer's clock; {@link Long#MIN_VALUE} if anything is possible, {@link
     * Long#MAX_VALUE} if all has been listed.
     *
     * @param uploadDelay how long after the producer recorded a fragment the service may begin to
     *     receive it; where there is an end, nothing has to rest on that
     */
    public long earliestUnlistedMillis(Duration uploadDelay) {
        if (isComplete) {
            return Long.MAX_VALUE;
        }
        if (clock == FragmentSelectorType.PRODUCER_TIMESTAMP) {
            return from.toEpochMilli();
        }
        return end.isPresent()
                ? Long.MIN_VALUE
                : latest(from.minus(uploadDelay), earliestProducerTimestamp).toEpochMilli();
    }

    /** Begins the window under way anew. */
    public void restartWindow() {
        window.restart();
    }

    /**
     * Passes over the window under way, of whose time the service keeps nothing any more.
     *
     * @throws UnavailableDataException if the policy is to fail
     */
    public void windowIsGone(Exception reason) throws UnavailableDataException {
        FragmentSelector gone = window.window();
        isGone(
                "Stream '"
                        + stream
                        + "' keeps nothing any more of the time from "
                        + gone.start()
                        + " to "
                        + gone.end()
                        + ", which the job was to read.",
                reason);
        listedBefore = null;
        windowLength =
                times(atLeastShortest(Duration.between(gone.start(), gone.end())), WIDEN_AT_MOST);
        isUnknownTerritory = true;
        isComplete = end.isPresent() && !gone.end().isBefore(end.get());
        window = null;
    }

    private void isGone(String what, @Nullable Exception reason) throws UnavailableDataException {
        if (settings.lostFragments() == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    what
                            + " Begin at a later time, or set the option 'on-lost-fragment' to"
                            + " 'skip' to read what is left."
                            + (reason == null ? "" : " " + reason.getMessage()),
                    reason);
        }
        LOG.warn("{} The job goes on with what is left.", what);
    }

    /**
     * Where a job that comes after has to list on; nothing if there is nothing left.
     *
     * @param queue what has been listed, and how much of it has been handed out
     */
    public Optional<ListingPosition> position(FragmentQueue queue) {
        Optional<FragmentToRead> first = queue.first();
        if (isComplete && first.isEmpty()) {
            return Optional.empty();
        }
        if (listedBefore != null) {
            return Optional.of(unchanged(queue.deliveredSince(from)));
        }
        Instant firstStart =
                first.map(fragment -> Instant.ofEpochMilli(fragment.startMillis(clock)))
                        .orElse(Instant.MAX);
        Instant position = firstStart.isBefore(from) ? firstStart : from;
        Map<String, Long> done = queue.deliveredSince(position);
        if (first.isEmpty()) {
            // What was passed over is not to be counted again by the sampling.
            done.putAll(known);
        }
        return Optional.of(
                new ListingPosition(
                        clock,
                        end,
                        earliestProducerTimestamp,
                        position,
                        done,
                        windowLength,
                        from,
                        queue.countUpTo(from),
                        first.map(fragment -> sampler.stateBefore(fragment.startMillis(clock)))
                                .orElse(sampler.state())));
    }

    private ListingPosition unchanged(Map<String, Long> delivered) {
        return new ListingPosition(
                clock,
                end,
                earliestProducerTimestamp,
                from,
                delivered,
                windowLength,
                listedBefore,
                pendingBefore,
                sampler.state());
    }
}
