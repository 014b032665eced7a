/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.source;

import io.kvsarchive.benchmarks.peer.ParserLibrary;
import io.kvsarchive.benchmarks.server.ServerAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;

/** What jobs do without the connector: a request for each list, read by the Parser Library. */
final class LibraryFlatMap extends RichFlatMapFunction<List<String>, byte[]> {

    private static final long serialVersionUID = 1L;

    private final URI endpoint;
    private final String stream;
    private transient KinesisVideoArchivedMediaClient client;

    LibraryFlatMap(URI endpoint, String stream) {
        this.endpoint = endpoint;
        this.stream = stream;
    }

    @Override
    public void open(OpenContext context) {
        client =
                KinesisVideoArchivedMediaClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.of(ServerAccess.REGION))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .build();
    }

    @Override
    public void flatMap(List<String> fragments, Collector<byte[]> frames) throws IOException {
        try (InputStream body =
                client.getMediaForFragmentList(
                        request -> request.streamName(stream).fragments(fragments))) {
            ParserLibrary.read(body, payload -> frames.collect(bytesOf(payload)));
        }
    }

    private static byte[] bytesOf(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
