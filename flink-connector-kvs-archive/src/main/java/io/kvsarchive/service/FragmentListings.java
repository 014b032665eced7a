/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;

/** Lists fragments, at the endpoint that serves the stream's listings at the time. */
final class FragmentListings {

    private static final String LIST_FRAGMENTS = APIName.LIST_FRAGMENTS.toString();

    private final AwsClients clients;
    private final DataEndpoints endpoints;

    FragmentListings(AwsClients clients, DataEndpoints endpoints) {
        this.clients = clients;
        this.endpoints = endpoints;
    }

    FragmentPage list(StreamReference stream, FragmentSelector selector, int maxResults)
            throws ArchiveServiceException {
        ListFragmentsRequest.Builder request = ListFragmentsRequest.builder();
        request.fragmentSelector(
                fragments ->
                        fragments
                                .fragmentSelectorType(selector.type().name())
                                .timestampRange(
                                        range ->
                                                range.startTimestamp(selector.start())
                                                        .endTimestamp(selector.end())));
        return list(stream, request.maxResults((long) maxResults));
    }

    FragmentPage list(StreamReference stream, String nextToken, int maxResults)
            throws ArchiveServiceException {
        return list(
                stream,
                ListFragmentsRequest.builder().nextToken(nextToken).maxResults((long) maxResults));
    }

    private FragmentPage list(StreamReference stream, ListFragmentsRequest.Builder request)
            throws ArchiveServiceException {
        stream.putInto(request::streamARN, request::streamName);
        return page(listWhereServed(stream, request.build()));
    }

    private ListFragmentsResponse listWhereServed(
            StreamReference stream, ListFragmentsRequest request) throws ArchiveServiceException {
        URI endpoint = endpoints.get(stream, LIST_FRAGMENTS);
        ListFragmentsResponse response;
        try {
            response = listAt(endpoint, stream, request);
        } catch (ArchiveServiceException e) {
            if (e.kind().isQuota()) {
                throw e;
            }
            URI fresh = freshEndpoint(stream);
            if (fresh.equals(endpoint)) {
                throw e;
            }
            return listAt(fresh, stream, request);
        }
        if (response.hasFragments()) {
            return response;
        }
        // An endpoint that doesn't serve the stream (any more) was seen to answer with an empty
        // object (parser-library#27); so was a stream without fragments (producer-sdk-cpp#56).
        URI fresh = freshEndpoint(stream);
        return fresh.equals(endpoint) ? response : listAt(fresh, stream, request);
    }

    private URI freshEndpoint(StreamReference stream) throws ArchiveServiceException {
        endpoints.expire(stream, LIST_FRAGMENTS);
        return endpoints.get(stream, LIST_FRAGMENTS);
    }

    private ListFragmentsResponse listAt(
            URI endpoint, StreamReference stream, ListFragmentsRequest request)
            throws ArchiveServiceException {
        try {
            return clients.archivedMedia(endpoint).listFragments(request);
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("ListFragments", stream, e);
        }
    }

    private static FragmentPage page(ListFragmentsResponse response) {
        return new FragmentPage(
                response.fragments().stream().map(FragmentListings::listed).toList(),
                Optional.ofNullable(response.nextToken()));
    }

    private static ListedFragment listed(Fragment fragment) {
        return new ListedFragment(
                fragment.fragmentNumber(),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                Objects.requireNonNullElse(fragment.fragmentSizeInBytes(), 0L),
                Duration.ofMillis(
                        Objects.requireNonNullElse(fragment.fragmentLengthInMilliseconds(), 0L)));
    }
}
