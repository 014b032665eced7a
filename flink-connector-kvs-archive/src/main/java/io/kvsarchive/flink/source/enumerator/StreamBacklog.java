/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is still to be handed out of one stream. For the coordinator's thread alone. */
final class StreamBacklog {

    private final StreamReference stream;
    private final Deque<KvsArchiveSplit> returnedSplits;
    private final Deque<FragmentToRead> fragments;
    private Optional<ListingPosition> position;
    private Optional<String> arn;
    private boolean arnIsChecked;
    private URI mediaEndpoint;
    private boolean beingListed;

    StreamBacklog(StreamProgress progress) {
        this.stream = progress.stream();
        this.arn = progress.arn();
        this.position = progress.position();
        this.fragments = new ArrayDeque<>(progress.fragments());
        this.returnedSplits = new ArrayDeque<>(progress.returnedSplits());
    }

    StreamReference stream() {
        return stream;
    }

    /** Whether something of the stream is, or will be, left to hand out. */
    boolean isExhausted() {
        return position.isEmpty() && fragments.isEmpty() && returnedSplits.isEmpty();
    }

    /** Whether a split can be handed out now. */
    boolean hasSplit() {
        return !returnedSplits.isEmpty() || (mediaEndpoint != null && !fragments.isEmpty());
    }

    /** When the next split begins. */
    long nextStartMillis() {
        return returnedSplits.isEmpty()
                ? fragments.element().startMillis()
                : returnedSplits.element().fragments().stream()
                        .mapToLong(FragmentToRead::startMillis)
                        .findFirst()
                        .orElse(Long.MIN_VALUE);
    }

    /** Takes what comes next, up to the size of a split. */
    KvsArchiveSplit takeSplit(String splitId, long assignment, SplitSize size) {
        if (!returnedSplits.isEmpty()) {
            return returnedSplits.remove().assigned(splitId, assignment);
        }
        List<FragmentToRead> taken = new ArrayList<>();
        long bytes = 0;
        do {
            FragmentToRead fragment = fragments.remove();
            taken.add(fragment);
            bytes += fragment.sizeInBytes();
        } while (!fragments.isEmpty()
                && taken.size() < size.maxFragments()
                && bytes + fragments.element().sizeInBytes() <= size.maxBytes());
        return new KvsArchiveSplit(
                splitId, assignment, stream, mediaEndpoint, taken, Optional.empty());
    }

    void giveBack(KvsArchiveSplit split) {
        returnedSplits.add(split);
    }

    /** What to ask the service for, if it is time to; then the stream counts as being listed. */
    Optional<ListingRequest> beginListing(int fragmentsAhead) {
        boolean lacksFragments = position.isPresent() && fragments.size() < fragmentsAhead;
        boolean lacksEndpoint = mediaEndpoint == null && !fragments.isEmpty();
        if (beingListed || !(lacksFragments || lacksEndpoint)) {
            return Optional.empty();
        }
        beingListed = true;
        return Optional.of(new ListingRequest(stream, arn, arnIsChecked, position));
    }

    void listed(Listing listing) {
        beingListed = false;
        arn = listing.arn();
        arnIsChecked = true;
        mediaEndpoint = listing.mediaEndpoint();
        listing.window()
                .ifPresent(
                        window -> {
                            fragments.addAll(window.fragments());
                            position = window.next();
                        });
    }

    StreamProgress toProgress() {
        return new StreamProgress(
                stream, arn, position, List.copyOf(fragments), List.copyOf(returnedSplits));
    }
}
