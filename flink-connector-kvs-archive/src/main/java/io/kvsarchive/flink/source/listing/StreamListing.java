/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Lists one window of time of a stream after the other, and then stays at its live edge if it is
 * to. For one thread.
 *
 * <p>At the live edge the same stretch of time is listed again and again, until it is older than
 * the lateness: only then is it sure that nothing will become visible there any more.
 */
@Internal
public final class StreamListing {

    private final StreamReference stream;
    private final WindowPlan plan;
    private final KnownFragments known;
    private final FragmentPicker picker;
    private final LostData lostData;
    private ListingProgress progress;
    private WindowLength nextLength;

    /** What a job that went before had listed, until it has been listed again. */
    private Optional<PendingAudit> audit;

    private Optional<WindowListing> window = Optional.empty();

    public StreamListing(
            StreamReference stream, ListingPosition position, ListingSettings settings) {
        this.stream = stream;
        this.plan = new WindowPlan(settings);
        this.known = new KnownFragments(position.clock(), position.delivered());
        this.picker = new FragmentPicker(stream, position, settings);
        this.lostData = new LostData(settings.lostFragments());
        this.progress = ListingProgress.at(position);
        this.nextLength = WindowLength.at(position);
        this.audit = PendingAudit.of(stream, position);
    }

    public FragmentSelectorType clock() {
        return progress.range().clock();
    }

    /** Whether there is nothing more to list. */
    public boolean isComplete() {
        return progress.isComplete();
    }

    /** Whether the last window reached the live edge, so that the next one can wait. */
    public boolean isAtLiveEdge() {
        return progress.isAtLiveEdge();
    }

    /** What begins before this time has been listed. */
    public Instant from() {
        return progress.from();
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
        return progress.earliestUnlistedMillis(uploadDelay);
    }

    /**
     * What to ask the service for next.
     *
     * @param maxFragments how many fragments a window should hold at most
     */
    public PageRequest nextPage(Instant now, int maxFragments) {
        if (window.isEmpty()) {
            window = Optional.of(begin(now, maxFragments));
        }
        return window.get().nextPage();
    }

    private WindowListing begin(Instant now, int maxFragments) {
        return audit.filter(pending -> pending.listedTo().isAfter(progress.from()))
                .map(pending -> plan.again(progress, pending, maxFragments))
                .orElseGet(() -> plan.next(progress, nextLength, known.size(), now, maxFragments));
    }

    /** Begins the window under way anew. */
    public void restartWindow() {
        window.orElseThrow().restart();
    }

    /**
     * Takes the page that was asked for.
     *
     * @return the new fragments that are to be read, in order of time, if the window is whole
     * @throws UnavailableDataException if fragments that had been listed before are gone, and the
     *     policy is to fail
     */
    public Optional<List<FragmentToRead.Listed>> accept(FragmentPage page, int maxFragments)
            throws UnavailableDataException {
        WindowListing listed = window.orElseThrow();
        if (!listed.accept(page)) {
            return Optional.empty();
        }
        window = Optional.empty();
        List<ListedFragment> found = known.unknownOf(listed.fragments());
        if (audit.isPresent()) {
            audit.get().check(listed.window(), found, lostData);
            audit = Optional.empty();
        }
        progress = progress.after(listed);
        known.listed(listed.fragments(), progress.from());
        nextLength = nextLength.after(listed, plan.pageSize(maxFragments), maxFragments);
        return Optional.of(picker.pick(found));
    }

    /**
     * Passes over the window under way, of whose time the service keeps nothing any more.
     *
     * @throws UnavailableDataException if the policy is to fail
     */
    public void windowIsGone(Exception reason) throws UnavailableDataException {
        FragmentSelector gone = window.orElseThrow().window();
        lostData.goOnWithout(
                ("Stream '%s' keeps nothing any more of the time from %s to %s, which the job was"
                                + " to read.")
                        .formatted(stream, gone.start(), gone.end()),
                Optional.of(reason));
        window = Optional.empty();
        audit = Optional.empty();
        progress = progress.afterLost(gone);
        nextLength = nextLength.afterLost(gone);
    }

    /**
     * Where a job that comes after has to list on; nothing if there is nothing left.
     *
     * @param queue what has been listed, and how much of it has been handed out
     */
    public Optional<ListingPosition> position(FragmentQueue queue) {
        if (audit.isPresent()) {
            // What is to be found again has not been looked for.
            return Optional.of(audit.get().from());
        }
        return progress.position(queue, known, nextLength, picker);
    }
}
