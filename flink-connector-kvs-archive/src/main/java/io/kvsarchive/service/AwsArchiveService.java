/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideo.model.ComparisonOperator;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.GetDataEndpointRequest;
import software.amazon.awssdk.services.kinesisvideo.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesisvideo.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The service as the AWS SDK reaches it. */
@Internal
public final class AwsArchiveService implements ArchiveService {

    private static final Logger LOG = LoggerFactory.getLogger(AwsArchiveService.class);

    /** Asked for more, the service sends no more: cloud-custodian/cloud-custodian PR 9805. */
    private static final int MAX_STREAMS = 1000;

    private static final String LIST_FRAGMENTS = APIName.LIST_FRAGMENTS.toString();
    private static final String GET_MEDIA = APIName.GET_MEDIA_FOR_FRAGMENT_LIST.toString();

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final KinesisVideoClient control;
    private final DataEndpoints endpoints;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final PacedCalls endpointLookUps;
    private final PacedCalls descriptions;
    private final PacedCalls streamListings;
    private final Map<URI, KinesisVideoArchivedMediaClient> listingClients =
            new ConcurrentHashMap<>();
    private final Map<URI, KinesisVideoArchivedMediaClient> mediaClients =
            new ConcurrentHashMap<>();

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
        this.endpointLookUps = paced(rates.getDataEndpoint());
        this.descriptions = paced(rates.describeStream());
        this.streamListings = paced(rates.listStreams());
        this.region = region(settings);
        this.http = httpClient(settings);
        this.credentials = credentials(settings.credentials(), region, http);
        this.control =
                configure(KinesisVideoClient.builder(), Optional.ofNullable(settings.endpoint()))
                        .build();
        this.endpoints = new DataEndpoints(this::askForDataEndpoint, InstantSource.system());
    }

    private PacedCalls paced(double perSecond) {
        return new PacedCalls(perSecond, System::nanoTime, closed);
    }

    @Override
    public StreamPage listStreams(String prefix, Optional<String> nextToken)
            throws ArchiveServiceException {
        ListStreamsRequest.Builder request =
                ListStreamsRequest.builder()
                        .maxResults(MAX_STREAMS)
                        .nextToken(nextToken.orElse(null));
        if (!prefix.isEmpty()) {
            request.streamNameCondition(
                    name ->
                            name.comparisonOperator(ComparisonOperator.BEGINS_WITH)
                                    .comparisonValue(prefix));
        }
        ListStreamsResponse page = listStreams(prefix, request.build());
        return new StreamPage(
                page.streamInfoList().stream().map(AwsArchiveService::description).toList(),
                Optional.ofNullable(page.nextToken()));
    }

    private ListStreamsResponse listStreams(String prefix, ListStreamsRequest request)
            throws ArchiveServiceException {
        streamListings.await();
        try {
            return control.listStreams(request);
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.ofStreamListing(prefix, e);
        }
    }

    @Override
    public Optional<StreamDescription> describe(StreamReference stream)
            throws ArchiveServiceException {
        DescribeStreamRequest.Builder request = DescribeStreamRequest.builder();
        if (stream.isArn()) {
            request.streamARN(stream.text());
        } else {
            request.streamName(stream.text());
        }
        try {
            return Optional.of(description(describe(stream, request.build())));
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

    private StreamInfo describe(StreamReference stream, DescribeStreamRequest request)
            throws ArchiveServiceException {
        descriptions.await();
        try {
            return control.describeStream(request).streamInfo();
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("DescribeStream", stream, e);
        }
    }

    private static StreamDescription description(StreamInfo stream) {
        return new StreamDescription(
                stream.streamName(),
                stream.streamARN(),
                String.valueOf(stream.statusAsString()),
                Objects.requireNonNullElse(stream.creationTime(), Instant.EPOCH),
                Duration.ofHours(Objects.requireNonNullElse(stream.dataRetentionInHours(), 0)),
                Optional.ofNullable(stream.deviceName()),
                Optional.ofNullable(stream.mediaType()),
                Optional.ofNullable(stream.kmsKeyId()));
    }

    @Override
    public URI mediaEndpoint(StreamReference stream) throws ArchiveServiceException {
        return endpoints.get(stream, GET_MEDIA);
    }

    @Override
    public FragmentPage listFragments(
            StreamReference stream, FragmentSelector selector, int maxResults)
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
        return listFragments(stream, request.maxResults((long) maxResults));
    }

    @Override
    public FragmentPage listFragments(StreamReference stream, String nextToken, int maxResults)
            throws ArchiveServiceException {
        return listFragments(
                stream,
                ListFragmentsRequest.builder().nextToken(nextToken).maxResults((long) maxResults));
    }

    private FragmentPage listFragments(StreamReference stream, ListFragmentsRequest.Builder request)
            throws ArchiveServiceException {
        ListFragmentsRequest forStream =
                stream.isArn()
                        ? request.streamARN(stream.text()).build()
                        : request.streamName(stream.text()).build();
        return page(listFragments(stream, forStream));
    }

    private ListFragmentsResponse listFragments(
            StreamReference stream, ListFragmentsRequest request) throws ArchiveServiceException {
        URI endpoint = endpoints.get(stream, LIST_FRAGMENTS);
        ListFragmentsResponse response;
        try {
            response = listFragments(stream, endpoint, request);
        } catch (ArchiveServiceException e) {
            if (e.kind().isQuota()) {
                throw e;
            }
            endpoints.expire(stream, LIST_FRAGMENTS);
            URI fresh = endpoints.get(stream, LIST_FRAGMENTS);
            if (fresh.equals(endpoint)) {
                throw e;
            }
            return listFragments(stream, fresh, request);
        }
        if (response.hasFragments()) {
            return response;
        }
        // An endpoint that doesn't serve the stream (any more) was seen to answer with an empty
        // object (parser-library#27); so was a stream without fragments (producer-sdk-cpp#56).
        endpoints.expire(stream, LIST_FRAGMENTS);
        URI fresh = endpoints.get(stream, LIST_FRAGMENTS);
        return fresh.equals(endpoint) ? response : listFragments(stream, fresh, request);
    }

    private ListFragmentsResponse listFragments(
            StreamReference stream, URI endpoint, ListFragmentsRequest request)
            throws ArchiveServiceException {
        try {
            return listingClients
                    .computeIfAbsent(endpoint, this::archivedMediaClient)
                    .listFragments(request);
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("ListFragments", stream, e);
        }
    }

    private static FragmentPage page(ListFragmentsResponse response) {
        return new FragmentPage(
                response.fragments().stream().map(AwsArchiveService::listed).toList(),
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

    @Override
    public MediaBody getMedia(StreamReference stream, URI endpoint, List<String> fragmentNumbers)
            throws ArchiveServiceException {
        GetMediaForFragmentListRequest.Builder request =
                GetMediaForFragmentListRequest.builder().fragments(fragmentNumbers);
        if (stream.isArn()) {
            request.streamARN(stream.text());
        } else {
            request.streamName(stream.text());
        }
        URI kept = endpoints.getOrKeep(stream, GET_MEDIA, endpoint);
        try {
            return new SdkMediaBody(
                    mediaClients
                            .computeIfAbsent(kept, this::archivedMediaClient)
                            .getMediaForFragmentList(request.build()));
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("GetMediaForFragmentList", stream, e);
        }
    }

    @Override
    public void forgetMediaEndpoint(StreamReference stream) {
        endpoints.expire(stream, GET_MEDIA);
    }

    /** Breaks the connections first, so that calls and bodies under way end at once. */
    @Override
    public void close() {
        closed.countDown();
        http.close();
        control.close();
        listingClients.values().forEach(SdkAutoCloseable::close);
        mediaClients.values().forEach(SdkAutoCloseable::close);
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    private URI askForDataEndpoint(StreamReference stream, String apiName)
            throws ArchiveServiceException {
        GetDataEndpointRequest.Builder request = GetDataEndpointRequest.builder().apiName(apiName);
        if (stream.isArn()) {
            request.streamARN(stream.text());
        } else {
            request.streamName(stream.text());
        }
        endpointLookUps.await();
        try {
            String endpoint = control.getDataEndpoint(request.build()).dataEndpoint();
            if (endpoint == null) {
                throw ServiceErrors.noDataEndpoint(apiName, stream);
            }
            return URI.create(endpoint);
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("GetDataEndpoint for " + apiName, stream, e);
        }
    }

    private KinesisVideoArchivedMediaClient archivedMediaClient(URI endpoint) {
        return configure(KinesisVideoArchivedMediaClient.builder(), Optional.of(endpoint)).build();
    }

    /**
     * The SDK's own retries would sign with the same credentials again, ask the same endpoint
     * again, and wait until the wait is over.
     */
    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
            B builder, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(
                        overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    private static AwsCredentialsProvider credentials(
            CredentialsOptions options, Region region, SdkHttpClient http) {
        try {
            return new CredentialsProviders(options, region, http).create();
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    private static Region region(AwsSettings settings) {
        try {
            return settings.region() == null
                    ? new DefaultAwsRegionProviderChain().getRegion()
                    : Region.of(settings.region());
        } catch (SdkException e) {
            throw new IllegalArgumentException(
                    "No AWS region: set the option 'aws.region', the environment variable"
                            + " AWS_REGION or the region of your AWS profile, or name the streams"
                            + " by their ARNs",
                    e);
        }
    }

    private static SdkHttpClient httpClient(AwsSettings settings) {
        return ApacheHttpClient.builder()
                .maxConnections(settings.maxConnections())
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(settings.readTimeout())
                .tcpKeepAlive(true)
                .buildWithDefaults(
                        AttributeMap.builder()
                                .put(
                                        SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES,
                                        settings.trustsAllCertificates())
                                .build());
    }
}
