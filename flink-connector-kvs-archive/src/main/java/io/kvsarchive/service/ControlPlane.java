/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.ComparisonOperator;
import software.amazon.awssdk.services.kinesisvideo.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesisvideo.model.GetDataEndpointRequest;
import software.amazon.awssdk.services.kinesisvideo.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesisvideo.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesisvideo.model.StreamInfo;

/** Calls the control plane, no more often than its rates allow. */
final class ControlPlane {

    /** Asked for more, the service sends no more: cloud-custodian/cloud-custodian PR 9805. */
    private static final int MAX_STREAMS = 1000;

    private final KinesisVideoClient client;
    private final PacedCalls endpointLookUps;
    private final PacedCalls descriptions;
    private final PacedCalls streamListings;

    /**
     * @param ended once it is counted down, no call waits for its turn any more
     */
    ControlPlane(KinesisVideoClient client, CallRates rates, CountDownLatch ended) {
        this.client = client;
        this.endpointLookUps = paced(rates.getDataEndpoint(), ended);
        this.descriptions = paced(rates.describeStream(), ended);
        this.streamListings = paced(rates.listStreams(), ended);
    }

    private static PacedCalls paced(double perSecond, CountDownLatch ended) {
        return new PacedCalls(perSecond, System::nanoTime, ended);
    }

    StreamPage listStreams(String prefix, Optional<String> nextToken)
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
        streamListings.await();
        try {
            return page(client.listStreams(request.build()));
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.ofStreamListing(prefix, e);
        }
    }

    private static StreamPage page(ListStreamsResponse response) {
        return new StreamPage(
                response.streamInfoList().stream().map(ControlPlane::description).toList(),
                Optional.ofNullable(response.nextToken()));
    }

    StreamDescription describe(StreamReference stream) throws ArchiveServiceException {
        DescribeStreamRequest.Builder request = DescribeStreamRequest.builder();
        stream.putInto(request::streamARN, request::streamName);
        descriptions.await();
        try {
            return description(client.describeStream(request.build()).streamInfo());
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

    URI dataEndpoint(StreamReference stream, String apiName) throws ArchiveServiceException {
        GetDataEndpointRequest.Builder request = GetDataEndpointRequest.builder().apiName(apiName);
        stream.putInto(request::streamARN, request::streamName);
        endpointLookUps.await();
        try {
            String endpoint = client.getDataEndpoint(request.build()).dataEndpoint();
            if (endpoint == null) {
                throw ServiceErrors.noDataEndpoint(apiName, stream);
            }
            return URI.create(endpoint);
        } catch (SdkException | IllegalStateException e) {
            throw ServiceErrors.toException("GetDataEndpoint for " + apiName, stream, e);
        }
    }
}
