/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.listing.PageRequest;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * What the service is asked about a stream in one round of calls.
 *
 * @param isAboutStream whether it is asked which stream it is
 * @param isAboutMedia whether it is asked where the stream's media are
 * @param page the page that is listed; empty if none is
 */
record StreamQuestion(
        StreamReference stream,
        boolean isAboutStream,
        boolean isAboutMedia,
        Optional<PageRequest> page)
        implements CoordinatedCalls.Call<StreamQuestion.Answer> {

    /** What came of it. */
    record Answer(
            Optional<StreamDescription> description,
            Optional<URI> mediaEndpoint,
            Optional<FragmentPage> page) {}

    @Override
    public Answer to(ArchiveService service) throws IOException {
        Optional<StreamDescription> description =
                isAboutStream ? service.describe(stream) : Optional.empty();
        Optional<URI> endpoint =
                isAboutMedia ? Optional.of(service.mediaEndpoint(stream)) : Optional.empty();
        return new Answer(
                description,
                endpoint,
                page.isPresent() ? Optional.of(list(service, page.get())) : Optional.empty());
    }

    private FragmentPage list(ArchiveService service, PageRequest request)
            throws ArchiveServiceException {
        return request.token().isPresent()
                ? service.listFragments(stream, request.token().get(), request.maxResults())
                : service.listFragments(stream, request.range(), request.maxResults());
    }

    /** Whether a page is asked for that is not the first one of its window. */
    boolean hasToken() {
        return page.flatMap(PageRequest::token).isPresent();
    }
}
