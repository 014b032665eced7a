/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListRequest;

/** The service as the AWS SDK reaches it. */
@Internal
public final class AwsArchiveService implements ArchiveService {

    private static final Logger LOG = LoggerFactory.getLogger(AwsArchiveService.class);
    private static final String GET_MEDIA = APIName.GET_MEDIA_FOR_FRAGMENT_LIST.toString();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AwsClients clients;
    private final ControlPlane control;
    private final DataEndpoints endpoints;
    private final FragmentListings listings;

    /**
     * Prepares to call the service; nothing is sent yet.
     *
     * @throws IllegalArgumentException if an option for the region or the credentials is wrong or
     *     missing
     */
    public AwsArchiveService(AwsSettings settings) {
        this(settings, CallRates.UNLIMITED);
    }

    /**
     * Prepares to call the service no more often than the rates allow; nothing is sent yet.
     *
     * @throws IllegalArgumentException if an option for the region or the credentials is wrong or
     *     missing
     */
    public AwsArchiveService(AwsSettings settings, CallRates rates) {
        this.clients = new AwsClients(settings);
        this.control = new ControlPlane(clients.control(), rates, closed);
        this.endpoints = new DataEndpoints(control::dataEndpoint, InstantSource.system());
        this.listings = new FragmentListings(clients, endpoints);
    }

    @Override
    public StreamPage listStreams(String prefix, Optional<String> nextToken)
            throws ArchiveServiceException {
        return control.listStreams(prefix, nextToken);
    }

    @Override
    public Optional<StreamDescription> describe(StreamReference stream)
            throws ArchiveServiceException {
        try {
            return Optional.of(control.describe(stream));
        } catch (ArchiveServiceException e) {
            if (e.kind() != ServiceErrorKind.DENIED) {
                throw e;
            }
            LOG.info(
                    "Stream '{}': should it be deleted and created again under the same name, this"
                            + " will not be noticed without the permission"
                            + " kinesisvideo:DescribeStream",
                    stream);
            return Optional.empty();
        }
    }

    @Override
    public URI mediaEndpoint(StreamReference stream) throws ArchiveServiceException {
        return endpoints.get(stream, GET_MEDIA);
    }

    @Override
    public FragmentPage listFragments(
            StreamReference stream, FragmentSelector selector, int maxResults)
            throws ArchiveServiceException {
        return listings.list(stream, selector, maxResults);
    }

    @Override
    public FragmentPage listFragments(StreamReference stream, String nextToken, int maxResults)
            throws ArchiveServiceException {
        return listings.list(stream, nextToken, maxResults);
    }

    @Override
    public MediaBody getMedia(StreamReference stream, URI endpoint, List<String> fragmentNumbers)
            throws ArchiveServiceException {
        GetMediaForFragmentListRequest.Builder request =
                GetMediaForFragmentListRequest.builder().fragments(fragmentNumbers);
        stream.putInto(request::streamARN, request::streamName);
        URI kept = endpoints.getOrKeep(stream, GET_MEDIA, endpoint);
        try {
            return new SdkMediaBody(
                    clients.archivedMedia(kept).getMediaForFragmentList(request.build()));
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("GetMediaForFragmentList", stream, e);
        }
    }

    @Override
    public void forgetMediaEndpoint(StreamReference stream) {
        endpoints.expire(stream, GET_MEDIA);
    }

    @Override
    public void close() {
        closed.countDown();
        clients.close();
    }
}
