/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service that keeps ten years of fragments of two seconds for each stream that is asked for, and
 * has no memory of any of them.
 */
public final class DecadeArchive implements ArchiveService {

    public static final Instant START = Instant.parse("2016-01-01T00:00:00Z");
    public static final long FRAGMENTS = 158_000_000;

    private static final long MILLIS_BETWEEN = 2000;

    /** Published numbers have 47 digits. */
    private static final long FIRST_NUMBER = 100_000_000_000L;

    private static final String DIGITS_BEFORE = "91343852333181432392682062607743920146";
    private static final URI ENDPOINT = URI.create("http://media.test");

    private long pages;

    /** Which fragment a number is of, counted from 0. */
    public static long indexOf(String number) {
        return Long.parseLong(number.substring(DIGITS_BEFORE.length())) - FIRST_NUMBER;
    }

    public long pages() {
        return pages;
    }

    @Override
    public StreamPage listStreams(String prefix, Optional<String> nextToken) {
        return new StreamPage(List.of(), Optional.empty());
    }

    @Override
    public Optional<StreamDescription> describe(StreamReference stream) {
        return Optional.empty();
    }

    @Override
    public URI mediaEndpoint(StreamReference stream) {
        return ENDPOINT;
    }

    @Override
    public FragmentPage listFragments(
            StreamReference stream, FragmentSelector selector, int maxResults) {
        long from = Math.max(0, ceilIndex(selector.start()));
        long to = Math.min(FRAGMENTS, ceilIndex(selector.end().plusMillis(1)));
        return page(from, Math.max(0, to - from), 0, maxResults);
    }

    private static long ceilIndex(Instant time) {
        long millis = time.toEpochMilli() - START.toEpochMilli();
        return Math.floorDiv(millis + MILLIS_BETWEEN - 1, MILLIS_BETWEEN);
    }

    @Override
    public FragmentPage listFragments(StreamReference stream, String nextToken, int maxResults) {
        String[] token = nextToken.split(":", -1);
        return page(
                Long.parseLong(token[0]),
                Long.parseLong(token[1]),
                Long.parseLong(token[2]),
                maxResults);
    }

    /** In steps through the whole listing, so that neither pages nor fragments are in order. */
    private FragmentPage page(long from, long count, long next, int maxResults) {
        pages++;
        long to = Math.min(count, next + maxResults);
        long step = stepThrough(count);
        List<ListedFragment> fragments = new ArrayList<>((int) (to - next));
        for (long place = next; place < to; place++) {
            fragments.add(fragment(from + place * step % count));
        }
        return new FragmentPage(
                fragments,
                to < count ? Optional.of(from + ":" + count + ":" + to) : Optional.empty());
    }

    /** A step that has no divisor in common with the count comes by each place once. */
    private static long stepThrough(long count) {
        for (long prime : new long[] {9973, 7919, 6101, 4409}) {
            if (count % prime != 0) {
                return prime;
            }
        }
        return 1;
    }

    private static ListedFragment fragment(long index) {
        Instant start = START.plusMillis(index * MILLIS_BETWEEN);
        return new ListedFragment(
                DIGITS_BEFORE + (FIRST_NUMBER + index),
                start,
                start,
                500_000,
                Duration.ofMillis(1960));
    }

    @Override
    public MediaBody getMedia(StreamReference stream, URI endpoint, List<String> fragmentNumbers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetMediaEndpoint(StreamReference stream) {}

    @Override
    public void close() {}
}
