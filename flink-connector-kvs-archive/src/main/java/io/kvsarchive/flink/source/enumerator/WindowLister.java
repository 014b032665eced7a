/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.loss.LostFragmentPolicy;
import io.kvsarchive.flink.source.loss.UnavailableDataException;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists one window of time of a stream after the other. Pages come in no order, so that only a
 * whole window can be sorted; it is made narrower until it holds no more fragments than the given
 * bound, and wider where a stream has few.
 *
 * <p>Blocks while it calls the service.
 */
final class WindowLister {

    private static final Logger LOG = LoggerFactory.getLogger(WindowLister.class);
    private static final int WIDEN_AT_MOST = 16;
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(1);

    private final ArchiveService service;
    private final int pageSize;
    private final int maxFragments;
    private final LostFragmentPolicy lostFragments;

    WindowLister(ArchiveService service, EnumeratorSettings settings) {
        this.service = service;
        this.pageSize = settings.pageSize();
        this.maxFragments = settings.windowFragments();
        this.lostFragments = settings.lostFragments();
    }

    /**
     * The next window.
     *
     * @throws UnavailableDataException if the service keeps nothing any more that is as old as the
     *     window, and the policy is to fail
     */
    ListedWindow list(StreamReference stream, ListingPosition position)
            throws ArchiveServiceException, UnavailableDataException {
        ListingPosition from = position;
        while (true) {
            try {
                return listWindow(stream, from);
            } catch (ArchiveServiceException e) {
                if (e.kind() != ServiceErrorKind.OUTSIDE_RETENTION) {
                    throw e;
                }
                windowIsGone(stream, from, e);
                if (!endOfWindow(from).isBefore(from.range().end())) {
                    return new ListedWindow(List.of(), Optional.empty());
                }
                from = from.widened(WIDEN_AT_MOST);
            }
        }
    }

    private void windowIsGone(
            StreamReference stream, ListingPosition position, ArchiveServiceException reason)
            throws UnavailableDataException {
        String what =
                "Stream '"
                        + stream
                        + "' keeps nothing any more of the time from "
                        + position.startOfWindow()
                        + " to "
                        + endOfWindow(position)
                        + ", which the job was to read.";
        if (lostFragments == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    what
                            + " Begin at a later time, or set the option 'on-lost-fragment' to"
                            + " 'skip' to read what is left. "
                            + reason.getMessage(),
                    reason);
        }
        LOG.warn("{} The job goes on with what is left.", what);
    }

    private ListedWindow listWindow(StreamReference stream, ListingPosition position)
            throws ArchiveServiceException {
        FragmentSelector range = position.range();
        Instant start = position.startOfWindow();
        Instant end = endOfWindow(position);
        while (true) {
            boolean canNarrow = Duration.between(start, end).compareTo(SHORTEST_WINDOW) > 0;
            FragmentSelector window = new FragmentSelector(range.type(), start, end);
            Map<String, ListedFragment> fragments = new LinkedHashMap<>();
            if (listWhole(
                    stream, window, fragments, canNarrow ? maxFragments : Integer.MAX_VALUE)) {
                return listed(position, window, fragments);
            }
            end = narrowerEnd(window, fragments.values().stream().toList());
        }
    }

    /** Returns false, with a part of the window's fragments, if it holds more than the bound. */
    private boolean listWhole(
            StreamReference stream,
            FragmentSelector window,
            Map<String, ListedFragment> fragments,
            int bound)
            throws ArchiveServiceException {
        FragmentPage page = service.listFragments(stream, window, pageSize);
        while (true) {
            page.fragments().forEach(fragment -> fragments.put(fragment.number(), fragment));
            if (page.nextToken().isEmpty()) {
                return true;
            }
            if (fragments.size() >= bound) {
                return false;
            }
            page = service.listFragments(stream, page.nextToken().get(), pageSize);
        }
    }

    /**
     * Ends the window where a quarter of the fragments seen so far have begun: they are a sample,
     * of which nothing is known but that it comes from the window.
     */
    private static Instant narrowerEnd(FragmentSelector window, List<ListedFragment> sample) {
        List<Instant> times =
                sample.stream()
                        .map(fragment -> fragment.timestamp(window.type()))
                        .sorted()
                        .toList();
        Instant quarter = times.get(times.size() / 4).truncatedTo(ChronoUnit.MILLIS);
        Instant latest = window.end().minus(SHORTEST_WINDOW);
        Instant earliest = window.start().plus(SHORTEST_WINDOW);
        Instant end = quarter.isBefore(latest) ? quarter : latest;
        return end.isBefore(earliest) ? earliest : end;
    }

    /**
     * Both ends of a window are included, so what began just at its start was listed with the
     * window before it.
     */
    private ListedWindow listed(
            ListingPosition position,
            FragmentSelector window,
            Map<String, ListedFragment> fragments) {
        FragmentSelector range = position.range();
        FragmentSelectorType type = range.type();
        List<FragmentToRead> wanted = new ArrayList<>();
        for (ListedFragment fragment : fragments.values()) {
            Instant start = fragment.timestamp(type);
            boolean isNew = position.listedUpTo().map(start::isAfter).orElse(true);
            if (isNew && !start.isBefore(range.start()) && !start.isAfter(window.end())) {
                wanted.add(FragmentToRead.listed(fragment, type));
            }
        }
        wanted.sort(FragmentToRead.ORDER);
        if (!window.end().isBefore(range.end())) {
            return new ListedWindow(wanted, Optional.empty());
        }
        Duration length = Duration.between(window.start(), window.end());
        return new ListedWindow(
                wanted,
                Optional.of(
                        new ListingPosition(
                                range,
                                Optional.of(window.end()),
                                nextLength(length, fragments.size()))));
    }

    /** Aims at half of the bound, so that a stream that grows denser doesn't pass it at once. */
    private Duration nextLength(Duration length, int fragments) {
        long factor = maxFragments / 2L / Math.max(1, fragments);
        return factor < 1 ? length : length.multipliedBy(Math.min(WIDEN_AT_MOST, factor));
    }

    private static Instant endOfWindow(ListingPosition position) {
        Instant start = position.startOfWindow();
        Instant endOfRange = position.range().end();
        Duration length = position.windowLength();
        Duration rest = Duration.between(start, endOfRange);
        Duration atLeast = length.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : length;
        return atLeast.compareTo(rest) < 0 ? start.plus(atLeast) : endOfRange;
    }
}
