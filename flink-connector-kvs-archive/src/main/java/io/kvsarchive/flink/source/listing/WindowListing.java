/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listing of one window of time. Pages come in no order, so that only a whole window can be
 * sorted; it is made narrower until it holds no more fragments than the given bound.
 */
final class WindowListing {

    static final Duration MIN_LENGTH = Duration.ofMillis(1);

    /** Where a window that was sized by experience is cut. */
    private static final int QUARTER = 4;

    /** Where a window of which nothing is known is cut, after its first page. */
    private static final int HUNDREDTH = 100;

    private static final int GROWTH_OF_PAGES = 4;

    private final FragmentSelectorType clock;
    private final Instant start;
    private final int maxFragments;
    private final int firstPageSize;
    private final int maxPageSize;
    private final boolean isProbe;
    private final Optional<Instant> settledTo;
    private final Map<String, ListedFragment> fragments = new LinkedHashMap<>();
    private Instant end;

    /** Where it ends at the latest if it holds too much; before the start if it can't be cut. */
    private Instant latestCut;

    private boolean wasCut;
    private int pageSize;
    private Optional<String> token = Optional.empty();

    /**
     * @param range all of the window, both ends included
     * @param settledTo up to where nothing more becomes visible, if that is not all of the window
     * @param firstPageSize how many fragments the first page asks for; the others ask for more and
     *     more
     * @param isProbe whether nothing is known of how dense the stream is there
     */
    WindowListing(
            FragmentSelector range,
            Optional<Instant> settledTo,
            int maxFragments,
            int firstPageSize,
            int maxPageSize,
            boolean isProbe) {
        this.clock = range.type();
        this.start = range.start();
        this.end = range.end();
        this.settledTo = settledTo;
        this.latestCut = settledTo.orElse(end.minus(MIN_LENGTH));
        this.maxFragments = maxFragments;
        this.firstPageSize = firstPageSize;
        this.maxPageSize = maxPageSize;
        this.pageSize = firstPageSize;
        this.isProbe = isProbe;
    }

    PageRequest nextPage() {
        return new PageRequest(window(), token, pageSize);
    }

    FragmentSelector window() {
        return new FragmentSelector(clock, start, end);
    }

    /**
     * Up to where nothing more becomes visible; empty if that is to its end. What is beyond is to
     * be listed again.
     */
    Optional<Instant> settledTo() {
        return wasCut ? Optional.empty() : settledTo;
    }

    /** Begins anew, for instance since a token is not taken any more. */
    void restart() {
        fragments.clear();
        token = Optional.empty();
        pageSize = firstPageSize;
    }

    /** Takes a page. Returns whether the window is whole. */
    boolean accept(FragmentPage page) {
        page.fragments().forEach(this::add);
        token = page.nextToken();
        pageSize = Math.min(maxPageSize, pageSize * GROWTH_OF_PAGES);
        if (token.isEmpty()) {
            return true;
        }
        if (isTooMuch() && canBeCut()) {
            cut();
        }
        return false;
    }

    private void add(ListedFragment fragment) {
        Instant time = fragment.timestamp(clock);
        if (!time.isBefore(start.truncatedTo(ChronoUnit.MILLIS)) && !time.isAfter(end)) {
            fragments.put(fragment.fragmentNumber(), fragment);
        }
    }

    private boolean isTooMuch() {
        return isProbe ? !fragments.isEmpty() : fragments.size() >= maxFragments;
    }

    private boolean canBeCut() {
        return !latestCut.isBefore(start.plus(MIN_LENGTH)) && !fragments.isEmpty();
    }

    /**
     * Ends the window where a part of the fragments seen so far have begun: they are a sample, of
     * which nothing is known but that it comes from the window.
     */
    private void cut() {
        List<Instant> times =
                fragments.values().stream()
                        .map(fragment -> fragment.timestamp(clock))
                        .sorted()
                        .toList();
        Instant time =
                times.get(times.size() / (isProbe ? HUNDREDTH : QUARTER))
                        .truncatedTo(ChronoUnit.MILLIS);
        Instant bounded = time.isBefore(latestCut) ? time : latestCut;
        Instant earliest = start.plus(MIN_LENGTH);
        end = bounded.isBefore(earliest) ? earliest : bounded;
        latestCut = end.minus(MIN_LENGTH);
        wasCut = true;
        restart();
    }

    /** What the window holds, in no order. */
    Collection<ListedFragment> fragments() {
        return fragments.values();
    }
}
