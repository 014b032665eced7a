/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream, and the numbers of its fragments in lists of which each is one request.
 *
 * @param endpoint of the service
 * @param mediaEndpoint where the service serves the stream's media
 * @param frames how many it has in all
 * @param bytes of all payloads
 */
record ListedStream(
        URI endpoint,
        URI mediaEndpoint,
        String name,
        List<List<String>> requests,
        long frames,
        long bytes) {

    private static final int FRAGMENTS_PER_REQUEST = 100;
    private static final int PAGE = 1000;
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    static ListedStream list(URI endpoint, String name, int framesEach, int frameBytes)
            throws IOException {
        List<String> numbers = new ArrayList<>();
        StreamReference stream = new StreamReference(name);
        URI mediaEndpoint;
        try (ArchiveService service = new AwsArchiveService(ServerAccess.settings(endpoint))) {
            mediaEndpoint = service.mediaEndpoint(stream);
            FragmentPage page =
                    service.listFragments(
                            stream,
                            new FragmentSelector(
                                    FragmentSelectorType.PRODUCER_TIMESTAMP, Instant.EPOCH, END),
                            PAGE);
            add(page, numbers);
            while (page.nextToken().isPresent()) {
                page = service.listFragments(stream, page.nextToken().get(), PAGE);
                add(page, numbers);
            }
        }
        List<List<String>> requests = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += FRAGMENTS_PER_REQUEST) {
            int to = Math.min(numbers.size(), from + FRAGMENTS_PER_REQUEST);
            requests.add(List.copyOf(numbers.subList(from, to)));
        }
        long frames = (long) numbers.size() * framesEach;
        return new ListedStream(
                endpoint, mediaEndpoint, name, requests, frames, frames * frameBytes);
    }

    private static void add(FragmentPage page, List<String> numbers) {
        page.fragments().stream().map(ListedFragment::fragmentNumber).forEach(numbers::add);
    }
}
