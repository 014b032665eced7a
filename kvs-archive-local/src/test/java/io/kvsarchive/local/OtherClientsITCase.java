/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.service.Plane;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of other languages that are installed, against the sample cameras. */
class OtherClientsITCase {

    private static final Map<String, String> CREDENTIALS =
            Map.of(
                    "AWS_ACCESS_KEY_ID", "mine",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_DEFAULT_REGION", "us-west-2",
                    "AWS_EC2_METADATA_DISABLED", "true");

    private static final String BOTO3 =
            """
            import boto3, datetime, hashlib, json, sys

            control = boto3.client("kinesisvideo", endpoint_url=sys.argv[1])

            def archived(stream, api):
                endpoint = control.get_data_endpoint(StreamName=stream, APIName=api)
                return boto3.client(
                    "kinesis-video-archived-media", endpoint_url=endpoint["DataEndpoint"])

            result = {}
            for stream in control.list_streams()["StreamInfoList"]:
                name = stream["StreamName"]
                start = datetime.datetime(2025, 3, 14, 9, 0, tzinfo=datetime.timezone.utc)
                selector = {
                    "FragmentSelectorType": "PRODUCER_TIMESTAMP",
                    "TimestampRange": {
                        "StartTimestamp": start,
                        "EndTimestamp": start + datetime.timedelta(hours=1)}}
                pages = archived(name, "LIST_FRAGMENTS").get_paginator("list_fragments").paginate(
                    StreamName=name, FragmentSelector=selector, MaxResults=7)
                fragments = [f for page in pages for f in page["Fragments"]]
                fragments.sort(key=lambda f: f["ProducerTimestamp"])
                media = archived(name, "GET_MEDIA_FOR_FRAGMENT_LIST").get_media_for_fragment_list(
                    StreamName=name, Fragments=[f["FragmentNumber"] for f in fragments])
                body = media["Payload"].read()
                result[name] = {
                    "arn": stream["StreamARN"],
                    "fragments": [
                        [f["FragmentNumber"], round(f["ProducerTimestamp"].timestamp() * 1000),
                         round(f["ServerTimestamp"].timestamp() * 1000),
                         f["FragmentLengthInMilliseconds"], f["FragmentSizeInBytes"]]
                        for f in fragments],
                    "contentType": media["ContentType"],
                    "sha256": hashlib.sha256(body).hexdigest()}
            print(json.dumps(result))
            """;

    @TempDir private Path folder;
    private LocalKvsArchive archive;

    @BeforeEach
    void start() {
        archive =
                LocalKvsArchive.start(
                        LocalKvsArchiveConfig.builder().setSecretKey("mine", "secret").build());
        SampleArchive.addTo(archive);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void letsBoto3ListAndFetchAll() throws Exception {
        Tool python = Tool.installed("python3");
        assumeTrue(
                python.run(folder, Map.of(), "-c", "import boto3").exitCode() == 0,
                "boto3 is not installed");
        Path script = Files.writeString(folder.resolve("read.py"), BOTO3);

        Tool.Result run =
                python.run(folder, CREDENTIALS, script.toString(), archive.endpoint().toString());

        assertThat(run.exitCode()).as(run.out()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result).hasSize(2);
        for (String stream : archive.streamNames()) {
            JsonNode camera = result.get(stream);
            assertThat(camera.get("arn").asText()).isEqualTo(archive.streamArn(stream));
            assertThat(camera.get("contentType").asText()).isEqualTo("video/webm");
            List<String> listed = new ArrayList<>();
            camera.get("fragments").forEach(fragment -> listed.add(fragment.toString()));
            assertThat(listed)
                    .containsExactlyElementsOf(
                            archive.fragments(stream)
                                    .map(
                                            f ->
                                                    String.format(
                                                            "[\"%s\",%d,%d,%d,%d]",
                                                            f.fragmentNumber(),
                                                            f.producerTimestamp().toEpochMilli(),
                                                            f.serverTimestamp().toEpochMilli(),
                                                            f.duration().toMillis(),
                                                            f.size()))
                                    .toList());
            assertThat(camera.get("sha256").asText()).isEqualTo(sha256(whole(stream)));
        }
    }

    @Test
    void letsTheAwsCommandListAndFetch() throws Exception {
        Tool aws = Tool.installed("aws");
        String listing = archive.address(Plane.LISTING).toString();
        String media = archive.address(Plane.MEDIA).toString();

        Tool.Result list =
                aws.run(
                        folder,
                        CREDENTIALS,
                        "kinesis-video-archived-media",
                        "list-fragments",
                        "--endpoint-url",
                        listing,
                        "--stream-name",
                        "front-door",
                        "--page-size",
                        "5",
                        "--fragment-selector",
                        "FragmentSelectorType=SERVER_TIMESTAMP,TimestampRange={StartTimestamp="
                                + "2025-03-14T09:26:00Z,EndTimestamp=2025-03-14T09:28:00Z}");

        assertThat(list.exitCode()).as(list.out()).isZero();
        List<String> numbers = new ArrayList<>();
        new ObjectMapper()
                .readTree(list.out())
                .get("Fragments")
                .forEach(fragment -> numbers.add(fragment.get("FragmentNumber").asText()));
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        archive.fragments("front-door")
                                .map(StoredFragment::fragmentNumber)
                                .toList());
        assertThat(archive.requests().count("ListFragments")).isEqualTo(5);

        Tool.Result get =
                aws.run(
                        folder,
                        CREDENTIALS,
                        "kinesis-video-archived-media",
                        "get-media-for-fragment-list",
                        "--endpoint-url",
                        media,
                        "--stream-name",
                        "front-door",
                        "fragment.mkv",
                        "--fragments",
                        numbers.get(3));

        assertThat(get.exitCode()).as(get.out()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("fragment.mkv")))
                .isEqualTo(archive.readFragment("front-door", numbers.get(3)));
    }

    @Test
    void letsTheAwsCommandTellOfErrors() throws Exception {
        Tool aws = Tool.installed("aws");

        Tool.Result describe =
                aws.run(
                        folder,
                        CREDENTIALS,
                        "kinesisvideo",
                        "describe-stream",
                        "--endpoint-url",
                        archive.endpoint().toString(),
                        "--stream-name",
                        "nowhere");

        assertThat(describe.exitCode()).isNotZero();
        assertThat(describe.out()).contains("(ResourceNotFoundException)", "nowhere");
    }

    private byte[] whole(String stream) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StoredFragment fragment : archive.fragments(stream).toList()) {
            out.write(archive.readFragment(stream, fragment.fragmentNumber()));
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
