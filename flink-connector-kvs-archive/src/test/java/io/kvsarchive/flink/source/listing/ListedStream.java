/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the calls that a listing wants made, one after the other, at a time that the test sets. */
final class ListedStream {

    static final StreamReference STREAM = new StreamReference("camera");

    final StreamListing listing;
    final FragmentQueue queue;
    Instant now = Instant.parse("2026-06-01T00:00:00Z");

    private final ArchiveService service;
    private final int maxFragments;

    ListedStream(
            ArchiveService service,
            ListingPosition position,
            ListingSettings settings,
            int maxFragments) {
        this.service = service;
        this.maxFragments = maxFragments;
        this.listing = new StreamListing(STREAM, position, settings);
        this.queue = new FragmentQueue(position.clock(), position.delivered());
    }

    /** Lists one window, and adds what it holds to the queue. */
    List<FragmentToRead.Listed> nextWindow() throws Exception {
        while (true) {
            PageRequest request = listing.nextPage(now, maxFragments);
            FragmentPage page =
                    request.token().isPresent()
                            ? service.listFragments(
                                    STREAM, request.token().get(), request.maxResults())
                            : service.listFragments(STREAM, request.range(), request.maxResults());
            Optional<List<FragmentToRead.Listed>> window = listing.accept(page, maxFragments);
            if (window.isPresent()) {
                queue.add(window.get());
                return window.get();
            }
        }
    }

    /** Lists to the end of the range. */
    List<FragmentToRead.Listed> remainingWindows() throws Exception {
        List<FragmentToRead.Listed> all = new ArrayList<>();
        while (!listing.isComplete()) {
            all.addAll(nextWindow());
        }
        return all;
    }

    /** Hands out so many fragments. */
    List<String> take(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(queue.take().fragmentNumber());
        }
        queue.forgetDeliveredBefore(listing.from());
        return numbers;
    }

    /** What a checkpoint keeps, if anything is left. */
    Optional<ListingPosition> position() {
        return listing.position(queue);
    }
}
