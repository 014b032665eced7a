/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A service in memory. Pages of a listing come in no order, and failures and bodies are scripted by
 * the test.
 */
public final class FakeArchiveService implements ArchiveService {

    /** Few, so that there are several pages. */
    private static final int STREAMS_TO_A_PAGE = 3;

    public static final URI MEDIA_ENDPOINT = URI.create("http://media.test");

    private final Map<String, List<ListedFragment>> fragments = new LinkedHashMap<>();
    private final Deque<MediaAnswer> media = new ArrayDeque<>();
    private final List<FragmentSelector> windows = new ArrayList<>();
    private final List<List<String>> mediaRequests = new ArrayList<>();
    private final Map<String, List<ListedFragment>> listings = new LinkedHashMap<>();
    private final Map<String, String> arns = new LinkedHashMap<>();
    private Instant retentionEdge = Instant.MIN;
    private final Map<String, Duration> retention = new LinkedHashMap<>();
    private final Map<String, ArchiveServiceException> broken = new LinkedHashMap<>();
    private final Deque<ArchiveServiceException> failures = new ArrayDeque<>();
    private final List<Integer> requestedResults = new ArrayList<>();
    private int arnRequests;
    private int streamListings;
    private boolean isDown;
    private int listingsToForget;
    private int pages;
    private int forgottenEndpoints;
    private boolean isClosed;
    private Error failure;
    private Runnable onClose = () -> {};

    /** What one request for media gets. */
    public interface MediaAnswer {
        MediaBody answer(List<String> fragmentNumbers) throws ArchiveServiceException;
    }

    public static ArchiveServiceException error(ServiceErrorKind kind, String message) {
        return new ArchiveServiceException(kind, message, null);
    }

    public synchronized FakeArchiveService withFragments(
            String stream, List<ListedFragment> listed) {
        fragments.put(stream, listed);
        return this;
    }

    public synchronized FakeArchiveService withMedia(MediaAnswer answer) {
        media.add(answer);
        return this;
    }

    /** What closing breaks, such as a read under way. */
    public synchronized FakeArchiveService onClose(Runnable action) {
        onClose = action;
        return this;
    }

    /** Makes every look-up of an endpoint fail as only a broken class path does. */
    public synchronized FakeArchiveService withError(Error error) {
        failure = error;
        return this;
    }

    /** Which stream a name stands for from now on; not known of other streams. */
    public synchronized FakeArchiveService withArn(String stream, String arn) {
        arns.put(stream, arn);
        return this;
    }

    /** Refuses to list what ends before that time. */
    public synchronized FakeArchiveService withRetentionEdge(Instant edge) {
        retentionEdge = edge;
        return this;
    }

    @Override
    public synchronized StreamPage listStreams(String prefix, Optional<String> nextToken)
            throws ArchiveServiceException {
        streamListings++;
        failIfScripted();
        List<StreamDescription> streams =
                fragments.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(this::description)
                        .toList();
        int from = nextToken.map(Integer::parseInt).orElse(0);
        int to = Math.min(streams.size(), from + STREAMS_TO_A_PAGE);
        return new StreamPage(
                streams.subList(from, to),
                to < streams.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    /** What the service says of a stream. Its device is named like the stream. */
    public StreamDescription description(String stream) {
        return new StreamDescription(
                stream,
                arns.getOrDefault(
                        stream, "arn:aws:kinesisvideo:eu-west-1:1:stream/" + stream + "/7"),
                "ACTIVE",
                Instant.EPOCH,
                retention.getOrDefault(stream, Duration.ofDays(1)),
                Optional.of("device of " + stream),
                Optional.empty(),
                Optional.empty());
    }

    /** How long a stream keeps its fragments, a day if nothing is said. */
    public synchronized FakeArchiveService withRetention(String stream, Duration time) {
        retention.put(stream, time);
        return this;
    }

    /** Fails the next calls but those for media, one by one. */
    public synchronized FakeArchiveService withFailures(ArchiveServiceException... next) {
        failures.addAll(List.of(next));
        return this;
    }

    /** Fails each call that names the stream, but those for media. */
    public synchronized FakeArchiveService withBroken(
            String stream, ArchiveServiceException reason) {
        broken.put(stream, reason);
        return this;
    }

    /** Refuses the tokens of so many listings, as if they had been kept for too long. */
    public synchronized FakeArchiveService forgettingListings(int count) {
        listingsToForget = count;
        return this;
    }

    /** Lets nothing be reached any more. */
    public synchronized FakeArchiveService down() {
        isDown = true;
        return this;
    }

    private void failIfScripted() throws ArchiveServiceException {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }

    @Override
    public synchronized Optional<StreamDescription> describe(StreamReference stream)
            throws ArchiveServiceException {
        arnRequests++;
        failIfScripted();
        if (isDown) {
            throw error(ServiceErrorKind.UNAVAILABLE, "all is down");
        }
        return arns.containsKey(stream.name())
                ? Optional.of(description(stream.name()))
                : Optional.empty();
    }

    @Override
    public synchronized URI mediaEndpoint(StreamReference stream) throws ArchiveServiceException {
        if (failure != null) {
            throw failure;
        }
        failIfScripted();
        if (broken.containsKey(stream.name())) {
            throw broken.get(stream.name());
        }
        if (!fragments.containsKey(stream.name())) {
            throw error(ServiceErrorKind.NOT_FOUND, "no stream '" + stream + "'");
        }
        return MEDIA_ENDPOINT;
    }

    @Override
    public synchronized FragmentPage listFragments(
            StreamReference stream, FragmentSelector selector, int maxResults)
            throws ArchiveServiceException {
        failIfScripted();
        windows.add(selector);
        requestedResults.add(maxResults);
        if (selector.end().isBefore(retentionEdge)) {
            throw error(ServiceErrorKind.OUTSIDE_RETENTION, "the edge is " + retentionEdge);
        }
        List<ListedFragment> selected = new ArrayList<>();
        for (ListedFragment fragment : fragments.get(stream.name())) {
            boolean isBefore = fragment.timestamp(selector.type()).isBefore(selector.start());
            boolean isAfter = fragment.timestamp(selector.type()).isAfter(selector.end());
            if (!isBefore && !isAfter) {
                selected.add(fragment);
            }
        }
        Collections.shuffle(selected, new Random(windows.size()));
        String listing = "listing" + listings.size();
        listings.put(listing, selected);
        return page(listing, 0, maxResults);
    }

    @Override
    public synchronized FragmentPage listFragments(
            StreamReference stream, String nextToken, int maxResults)
            throws ArchiveServiceException {
        requestedResults.add(maxResults);
        String[] token = nextToken.split("@", 2);
        if (List.copyOf(listings.keySet()).indexOf(token[0]) < listingsToForget) {
            throw error(ServiceErrorKind.INVALID, "no such token");
        }
        return page(token[0], Integer.parseInt(token[1]), maxResults);
    }

    private FragmentPage page(String listing, int from, int maxResults) {
        pages++;
        List<ListedFragment> all = listings.get(listing);
        int to = Math.min(all.size(), from + maxResults);
        return new FragmentPage(
                all.subList(from, to),
                to < all.size() ? Optional.of(listing + "@" + to) : Optional.empty());
    }

    @Override
    public MediaBody getMedia(StreamReference stream, URI endpoint, List<String> fragmentNumbers)
            throws ArchiveServiceException {
        MediaAnswer answer;
        synchronized (this) {
            mediaRequests.add(List.copyOf(fragmentNumbers));
            answer = media.size() > 1 ? media.remove() : media.element();
        }
        return answer.answer(fragmentNumbers);
    }

    @Override
    public synchronized void forgetMediaEndpoint(StreamReference stream) {
        forgottenEndpoints++;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        onClose.run();
    }

    /** The windows of time that were listed, in order. */
    public synchronized List<FragmentSelector> windows() {
        return List.copyOf(windows);
    }

    /** How often it was asked which stream a name stands for. */
    public synchronized int arnRequests() {
        return arnRequests;
    }

    /** How many pages of streams were listed. */
    public synchronized int streamListings() {
        return streamListings;
    }

    /** How many fragments each page of a listing asked for, in order. */
    public synchronized List<Integer> requestedResults() {
        return List.copyOf(requestedResults);
    }

    /** How many pages were listed. */
    public synchronized int pages() {
        return pages;
    }

    /** The fragment numbers of each request for media, in order. */
    public synchronized List<List<String>> mediaRequests() {
        return List.copyOf(mediaRequests);
    }

    public synchronized int forgottenEndpoints() {
        return forgottenEndpoints;
    }

    public synchronized boolean isClosed() {
        return isClosed;
    }

    /** Fragments with the numbers from 1 on, made by the given function of the number. */
    public static List<ListedFragment> listed(
            int count, java.util.function.IntFunction<ListedFragment> fragment) {
        return IntStream.rangeClosed(1, count).mapToObj(fragment).toList();
    }
}
