/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.listing.FragmentQueue;
import io.kvsarchive.flink.source.listing.PageRequest;
import io.kvsarchive.flink.source.listing.StreamListing;
import io.kvsarchive.flink.source.quota.StreamQuota;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What is still to be listed and handed out of one stream. Whatever changes it tells the listener,
 * once the change is complete. For the coordinator's thread alone.
 */
@Internal
public final class StreamBacklog {

    /** At 25 MB per second, what takes a sixth of a second. */
    private static final long MIN_BYTES_WORTH_A_REQUEST = 4L << 20;

    private final StreamReference stream;
    private final StreamIdentity identity;
    private final StreamQuota quota;
    private final FragmentsAhead ahead;
    private final ReturnedSplitsOfStream returned;
    private final Deque<FragmentToRead> numbered;
    private final Optional<StreamListing> listing;
    private final FragmentQueue listed;
    private final FragmentSelectorType clock;
    private final boolean needsMediaEndpoint;
    private final BacklogListener listener;
    private Optional<URI> mediaEndpoint = Optional.empty();
    private boolean isHeardOf;
    private long foundFragments;
    private boolean isLeftOut;

    /**
     * @param ahead how many fragments may be listed and not be handed out
     */
    StreamBacklog(
            StreamProgress progress,
            StreamIdentity identity,
            EnumeratorSettings settings,
            StreamQuota quota,
            FragmentsAhead ahead,
            BacklogListener listener) {
        this.stream = progress.stream();
        this.identity = identity;
        this.quota = quota;
        this.ahead = ahead;
        this.needsMediaEndpoint = settings.needsMediaEndpoints();
        this.listener = listener;
        this.listing =
                progress.position()
                        .map(position -> new StreamListing(stream, position, settings.listing()));
        this.clock =
                listing.map(StreamListing::clock).orElse(FragmentSelectorType.PRODUCER_TIMESTAMP);
        this.listed =
                new FragmentQueue(
                        clock,
                        progress.position().map(position -> position.delivered()).orElse(Map.of()));
        this.numbered = new ArrayDeque<>(progress.fragments());
        this.returned = new ReturnedSplitsOfStream(clock);
        progress.returnedSplits().forEach(split -> returned.add(split, Optional.empty()));
        changed();
    }

    private void changed() {
        listener.changed(this);
    }

    public StreamReference stream() {
        return stream;
    }

    public StreamQuota quota() {
        return quota;
    }

    /** Whether the service has to be asked which stream it is before anything of it is read. */
    boolean needsDescription() {
        return identity.needsDescription();
    }

    /**
     * Takes what the service says of the stream: one that is not to be read is left out.
     *
     * @param description empty if the service was not asked, or the job may not ask
     */
    void described(Optional<StreamDescription> description) throws IOException {
        if (!identity.check(description)) {
            isLeftOut = true;
        }
        changed();
    }

    void mediaAreAt(URI endpoint) {
        mediaEndpoint = Optional.of(endpoint);
        changed();
    }

    /** The service has said something about the stream, be it that it can't do so now. */
    void heardOf() {
        isHeardOf = true;
        changed();
    }

    /** Whether it is known how the stream answers, or a reader has got something of it. */
    public boolean isHeardOf() {
        return isHeardOf;
    }

    /** The listing, if there is more to list. */
    private Optional<StreamListing> listing() {
        return isLeftOut ? Optional.empty() : listing.filter(list -> !list.isComplete());
    }

    boolean hasMoreToList() {
        return listing().isPresent();
    }

    /** Whether all has been listed that there was at the last look, in an unbounded job. */
    boolean isAtLiveEdge() {
        return listing().map(StreamListing::isAtLiveEdge).orElse(false);
    }

    /** What to list next; empty if there is nothing more, or enough for now. */
    Optional<PageRequest> nextPage(Instant now) {
        return listing()
                .filter(list -> size() < ahead.enough())
                .map(list -> list.nextPage(now, ahead.max()));
    }

    /**
     * Takes the page that was asked for.
     *
     * @return whether the window is whole that it is of
     */
    boolean listed(FragmentPage page) throws UnavailableDataException {
        Optional<List<FragmentToRead.Listed>> found =
                listing().orElseThrow().accept(page, ahead.max());
        found.ifPresent(this::add);
        changed();
        return found.isPresent();
    }

    private void add(List<FragmentToRead.Listed> found) {
        listed.add(found);
        foundFragments += found.size();
    }

    /** How many fragments to be read listings have found since the job started or was restored. */
    long foundFragments() {
        return foundFragments;
    }

    /** Lists the window under way anew. */
    void restartWindow() {
        listing().ifPresent(StreamListing::restartWindow);
        changed();
    }

    /**
     * Passes over the window under way, of whose time the service keeps nothing any more.
     *
     * @throws UnavailableDataException if the policy is to fail
     */
    void windowIsGone(Exception reason) throws UnavailableDataException {
        Optional<StreamListing> list = listing();
        if (list.isPresent()) {
            list.get().windowIsGone(reason);
        }
        changed();
    }

    /** Ends the stream: nothing more of it is listed or handed out. */
    void leaveOut() {
        isLeftOut = true;
        changed();
    }

    private int size() {
        return isLeftOut ? 0 : numbered.size() + listed.size();
    }

    /** How many fragments are left that have been found, those of returned splits among them. */
    public long countFragments() {
        return returned.isEmpty() ? size() : size() + returned.countFragments();
    }

    /** How many splits they make, about. */
    public long countSplits(SplitSize splitSize) {
        int most = splitSize.maxFragments();
        return (long) returned.size() + (size() + most - 1) / most;
    }

    /** Whether nothing of the stream is, or will be, left to hand out. */
    public boolean isExhausted() {
        return isLeftOut || (listing().isEmpty() && size() == 0 && returned.isEmpty());
    }

    /** Whether all has been handed out that could be found so far. */
    public boolean isCaughtUp() {
        return isExhausted()
                || (size() == 0
                        && returned.isEmpty()
                        && listing().map(StreamListing::isAtLiveEdge).orElse(true));
    }

    boolean needsMediaEndpoint() {
        return needsMediaEndpoint;
    }

    /** Whether there are fragments that nobody can read before the media endpoint is known. */
    boolean lacksMediaEndpoint() {
        return needsMediaEndpoint && mediaEndpoint.isEmpty() && size() > 0;
    }

    /** Whether a split can be handed out now, be it to a certain reader only. */
    public boolean hasSplit() {
        return !isLeftOut && (!returned.isEmpty() || hasNewSplit());
    }

    /** Whether a split can be handed out now to a reader. */
    public boolean hasSplitFor(int reader) {
        return !isLeftOut && (returned.firstFor(reader).isPresent() || hasNewSplit());
    }

    private boolean hasNewSplit() {
        return size() > 0 && !lacksMediaEndpoint();
    }

    /** When the next split begins by the listing's clock, in milliseconds since the epoch. */
    public long nextStartMillis() {
        return returned.isEmpty()
                ? remaining().iterator().next().startMillis(clock)
                : returned.nextStartMillis();
    }

    /**
     * How far the stream has been handed out by the listing's clock, in milliseconds since the
     * epoch; {@link Long#MAX_VALUE} if nothing is left, or the times of what is left are not known.
     */
    public long positionMillis() {
        if (isLeftOut) {
            return Long.MAX_VALUE;
        }
        if (!returned.isEmpty() || size() > 0) {
            return numbered.isEmpty() ? nextStartMillis() : Long.MAX_VALUE;
        }
        return listing().map(list -> list.from().toEpochMilli()).orElse(Long.MAX_VALUE);
    }

    /**
     * Where the earliest fragment may begin that is to be handed out, in milliseconds since the
     * epoch by the producer's clock; {@link Long#MIN_VALUE} if nothing is known of it, {@link
     * Long#MAX_VALUE} if there is none.
     *
     * @param uploadDelay see {@link StreamListing#earliestUnlistedMillis}
     */
    public long earliestMillis(Duration uploadDelay) {
        if (isLeftOut) {
            return Long.MAX_VALUE;
        }
        long unlisted =
                listing()
                        .map(list -> list.earliestUnlistedMillis(uploadDelay))
                        .orElse(Long.MAX_VALUE);
        long known = numbered.isEmpty() ? listed.earliestMillis() : Long.MIN_VALUE;
        return Math.min(Math.min(unlisted, known), returned.earliestMillis());
    }

    /**
     * How many fragments a reader's next split takes.
     *
     * @param lanes how many readers read the stream at a time: towards the end, splits are made
     *     smaller so that all of them have something to read
     */
    public int nextSplitFragments(int reader, SplitSize size, int lanes) {
        Optional<KvsArchiveSplit> first = returned.firstFor(reader);
        if (first.isPresent()) {
            return first.get().fragments().size();
        }
        boolean isNearTheEnd = lanes > 1 && listing().isEmpty();
        int enough = isNearTheEnd ? (size() + 2 * lanes - 1) / (2 * lanes) : size.maxFragments();
        return count(size, enough);
    }

    private int count(SplitSize size, int enough) {
        if (!numbered.isEmpty()) {
            // Nothing is known of their times and sizes.
            return Math.min(numbered.size(), Math.min(size.maxFragments(), enough));
        }
        Iterator<FragmentToRead.Listed> fragments = listed.inOrder().iterator();
        FragmentToRead.Listed first = fragments.next();
        long latestEnd = first.startMillis(clock) + size.maxDuration().toMillis();
        long bytes = first.sizeInBytes();
        int count = 1;
        while (count < size.maxFragments()
                && (count < enough || bytes < MIN_BYTES_WORTH_A_REQUEST)
                && fragments.hasNext()) {
            FragmentToRead.Listed next = fragments.next();
            bytes += next.sizeInBytes();
            if (bytes > size.maxBytes()
                    || next.startMillis(clock) + next.durationMillis() > latestEnd) {
                break;
            }
            count++;
        }
        return count;
    }

    private Iterable<? extends FragmentToRead> remaining() {
        return numbered.isEmpty() ? listed.inOrder() : numbered;
    }

    /** Takes what comes next for a reader. */
    public KvsArchiveSplit takeSplit(int reader, String splitId, long assignment, int fragments) {
        Optional<KvsArchiveSplit> first = returned.takeFor(reader);
        KvsArchiveSplit split =
                first.isPresent()
                        ? first.get().assigned(splitId, assignment)
                        : newSplit(splitId, assignment, fragments);
        isHeardOf = true;
        changed();
        return split;
    }

    private KvsArchiveSplit newSplit(String splitId, long assignment, int fragments) {
        List<FragmentToRead> taken = new ArrayList<>(fragments);
        for (int i = 0; i < fragments; i++) {
            taken.add(numbered.isEmpty() ? listed.take() : numbered.remove());
        }
        listing.ifPresent(list -> listed.forgetDeliveredBefore(list.from()));
        return new KvsArchiveSplit(
                splitId,
                assignment,
                stream,
                identity.arn(),
                mediaEndpoint,
                taken,
                Optional.empty());
    }

    /**
     * Takes a split back that a reader returned.
     *
     * @param reader the only one that may get it again; empty for any
     */
    public void takeBack(KvsArchiveSplit split, Optional<Integer> reader) {
        returned.add(split, reader);
        changed();
    }

    public StreamProgress toProgress() {
        return new StreamProgress(
                stream,
                identity.arn(),
                listing.flatMap(list -> list.position(listed)),
                List.copyOf(numbered),
                returned.all());
    }
}
