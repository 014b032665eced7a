/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideo.KinesisVideoClient;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListResponse;

/** The AWS SDK's clients, told nothing of the archive but where its control plane is. */
final class SdkClients implements AutoCloseable {

    private final LocalKvsArchive archive;
    private final StaticCredentialsProvider credentials;
    private final KinesisVideoClient control;

    SdkClients(LocalKvsArchive archive) {
        this(archive, "key", "secret");
    }

    SdkClients(LocalKvsArchive archive, String accessKey, String secretKey) {
        this.archive = archive;
        this.credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        this.control =
                KinesisVideoClient.builder()
                        .region(Region.of(archive.region()))
                        .credentialsProvider(credentials)
                        .endpointOverride(archive.endpoint())
                        .build();
    }

    KinesisVideoClient control() {
        return control;
    }

    /** A client for one API of one stream, at the endpoint that the archive names. */
    KinesisVideoArchivedMediaClient archived(String stream, APIName api) {
        return archivedAt(
                URI.create(
                        control.getDataEndpoint(r -> r.streamName(stream).apiName(api))
                                .dataEndpoint()));
    }

    KinesisVideoArchivedMediaClient archivedAt(URI endpoint) {
        return KinesisVideoArchivedMediaClient.builder()
                .region(Region.of(archive.region()))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint)
                .build();
    }

    /** All that is listed in a range of producer time, in the order of the pages. */
    List<Fragment> list(String stream, Instant from, Instant to, long pageSize) {
        return list(stream, FragmentSelectorType.PRODUCER_TIMESTAMP, from, to, pageSize);
    }

    List<Fragment> list(
            String stream, FragmentSelectorType type, Instant from, Instant to, long pageSize) {
        try (KinesisVideoArchivedMediaClient client = archived(stream, APIName.LIST_FRAGMENTS)) {
            return client
                    .listFragmentsPaginator(
                            r ->
                                    r.streamName(stream)
                                            .maxResults(pageSize)
                                            .fragmentSelector(
                                                    s ->
                                                            s.fragmentSelectorType(type)
                                                                    .timestampRange(
                                                                            t ->
                                                                                    t.startTimestamp(
                                                                                                    from)
                                                                                            .endTimestamp(
                                                                                                    to))))
                    .stream()
                    .flatMap(page -> page.fragments().stream())
                    .toList();
        }
    }

    /** All that a stream holds, in the order of producer time. */
    List<Fragment> listAll(String stream) {
        return list(stream, Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"), 1000).stream()
                .sorted(
                        Comparator.comparing(Fragment::producerTimestamp)
                                .thenComparing(f -> new BigInteger(f.fragmentNumber())))
                .toList();
    }

    /** The body for some fragments. */
    byte[] media(String stream, Collection<String> numbers) throws IOException {
        try (KinesisVideoArchivedMediaClient client =
                        archived(stream, APIName.GET_MEDIA_FOR_FRAGMENT_LIST);
                ResponseInputStream<GetMediaForFragmentListResponse> body =
                        client.getMediaForFragmentList(
                                r -> r.streamName(stream).fragments(numbers))) {
            return body.readAllBytes();
        }
    }

    @Override
    public void close() {
        control.close();
    }
}
