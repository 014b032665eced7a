/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
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

    public static final URI MEDIA_ENDPOINT = URI.create("http://media.test");

    private final Map<String, List<ListedFragment>> fragments = new LinkedHashMap<>();
    private final Deque<MediaAnswer> media = new ArrayDeque<>();
    private final List<FragmentSelector> windows = new ArrayList<>();
    private final List<List<String>> mediaRequests = new ArrayList<>();
    private final Map<String, List<ListedFragment>> listings = new LinkedHashMap<>();
    private final Map<String, String> arns = new LinkedHashMap<>();
    private Instant retentionEdge = Instant.MIN;
    private int arnRequests;
    private int pages;
    private int forgottenEndpoints;
    private boolean closed;
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
    public synchronized Optional<String> arn(StreamReference stream) {
        arnRequests++;
        return Optional.ofNullable(arns.get(stream.name()));
    }

    @Override
    public synchronized URI mediaEndpoint(StreamReference stream) throws ArchiveServiceException {
        if (failure != null) {
            throw failure;
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
        windows.add(selector);
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
            StreamReference stream, String nextToken, int maxResults) {
        String[] token = nextToken.split("@", 2);
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
        closed = true;
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
        return closed;
    }

    /** Fragments with the numbers from 1 on, made by the given function of the number. */
    public static List<ListedFragment> listed(
            int count, java.util.function.IntFunction<ListedFragment> fragment) {
        return IntStream.rangeClosed(1, count).mapToObj(fragment).toList();
    }
}
