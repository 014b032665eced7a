/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.StreamInfo;
import io.kvsarchive.local.archive.StreamSettings;
import io.kvsarchive.local.archive.Streams;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The operations on streams rather than on what they hold. */
final class StreamOperations {

    private static final Pattern API_NAME =
            Pattern.compile(
                    String.join(
                            "|",
                            "PUT_MEDIA",
                            "GET_MEDIA",
                            "LIST_FRAGMENTS",
                            "GET_MEDIA_FOR_FRAGMENT_LIST",
                            "GET_HLS_STREAMING_SESSION_URL",
                            "GET_DASH_STREAMING_SESSION_URL",
                            "GET_CLIP",
                            "GET_IMAGES"));
    private static final Pattern LIST_TOKEN = Pattern.compile("[a-zA-Z0-9+/=]{0,1024}");
    private static final Pattern NAME_OF_128 = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("(?=.{1,128}$)[\\w\\-.+]+/[\\w\\-.+]+(,[\\w\\-.+]+/[\\w\\-.+]+)*");
    private static final Pattern BEGINS_WITH = Pattern.compile("BEGINS_WITH");

    /**
     * The API reference says 10,000 for both; in cloud-custodian/cloud-custodian PR 9805 the
     * service gave 10 when not asked, and never more than about 1000.
     */
    private static final int DEFAULT_PAGE_SIZE = 10;

    private static final int MAX_PAGE_SIZE = 1000;
    private static final int MAX_RESULTS = 10_000;

    private final Streams streams;
    private final Function<Plane, URI> endpoints;

    StreamOperations(Streams streams, Function<Plane, URI> endpoints) {
        this.streams = streams;
        this.endpoints = endpoints;
    }

    Reply createStream(RequestFields request) {
        String name = request.requiredText("StreamName", Streams.NAME);
        int retention =
                (int)
                        request.number(
                                        "DataRetentionInHours",
                                        0,
                                        StreamSettings.MAX_RETENTION_HOURS)
                                .orElse(0);
        StreamSettings settings =
                new StreamSettings(
                        request.text("MediaType", MEDIA_TYPE).orElse(null),
                        request.text("DeviceName", NAME_OF_128).orElse(null),
                        retention);
        ArchivedStream stream =
                streams.create(name, settings)
                        .orElseThrow(
                                () ->
                                        new ServiceException(
                                                400,
                                                "ResourceInUseException",
                                                "The stream " + name + " already exists."));
        return Answer.of(json -> json.writeStringField("StreamARN", stream.info().arn()));
    }

    Reply describeStream(ArchivedStream stream) {
        return Answer.of(
                json -> {
                    json.writeFieldName("StreamInfo");
                    write(json, stream.info());
                });
    }

    Reply deleteStream(ArchivedStream stream) {
        streams.delete(stream);
        return Answer.of(json -> {});
    }

    Reply getDataEndpoint(RequestFields request) {
        String api = request.requiredText("APIName", API_NAME);
        Plane plane =
                switch (api) {
                    case "LIST_FRAGMENTS" -> Plane.LISTING;
                    case "GET_MEDIA_FOR_FRAGMENT_LIST" -> Plane.MEDIA;
                    default -> Plane.LIVE;
                };
        return Answer.of(
                json -> json.writeStringField("DataEndpoint", endpoints.apply(plane).toString()));
    }

    Reply listStreams(RequestFields request) {
        int maxResults =
                (int) request.number("MaxResults", 1, MAX_RESULTS).orElse(DEFAULT_PAGE_SIZE);
        String prefix =
                request.object("StreamNameCondition").map(StreamOperations::prefixOf).orElse("");
        String after =
                request.text("NextToken", LIST_TOKEN).map(StreamOperations::decode).orElse("");
        List<StreamInfo> page = new ArrayList<>();
        String next = null;
        for (ArchivedStream stream : streams.after(after)) {
            String name = stream.info().name();
            if (!name.startsWith(prefix)) {
                continue;
            }
            if (page.size() == Math.min(maxResults, MAX_PAGE_SIZE)) {
                next = page.get(page.size() - 1).name();
                break;
            }
            page.add(stream.info());
        }
        String token = next;
        return Answer.of(
                json -> {
                    json.writeArrayFieldStart("StreamInfoList");
                    for (StreamInfo stream : page) {
                        write(json, stream);
                    }
                    json.writeEndArray();
                    if (token != null) {
                        json.writeStringField("NextToken", encode(token));
                    }
                });
    }

    private static String prefixOf(RequestFields condition) {
        condition.text("ComparisonOperator", BEGINS_WITH);
        return condition.text("ComparisonValue", Streams.NAME).orElse("");
    }

    private static String encode(String name) {
        return Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw PageToken.invalid();
        }
    }

    private static void write(JsonGenerator json, StreamInfo stream) throws IOException {
        json.writeStartObject();
        json.writeStringField("StreamName", stream.name());
        json.writeStringField("StreamARN", stream.arn());
        if (stream.deviceName() != null) {
            json.writeStringField("DeviceName", stream.deviceName());
        }
        if (stream.mediaType() != null) {
            json.writeStringField("MediaType", stream.mediaType());
        }
        json.writeStringField("Version", stream.version());
        json.writeStringField("Status", "ACTIVE");
        Answer.writeSeconds(json, "CreationTime", stream.creationTime().toEpochMilli());
        json.writeNumberField("DataRetentionInHours", stream.retentionHours());
        json.writeEndObject();
    }
}
