/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.LocalKvsArchiveConfig;
import io.kvsarchive.local.ReceivedRequest;
import io.kvsarchive.local.StoredFragment;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the local archive, which refuses what is not signed as it should be. */
@Timeout(60)
class AwsArchiveServiceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final StreamReference CAMERA = new StreamReference("camera");

    private static LocalKvsArchive archive;
    private static List<StoredFragment> fragments;

    private AwsArchiveService service;

    @BeforeAll
    static void startArchive() {
        archive =
                LocalKvsArchive.start(
                        LocalKvsArchiveConfig.builder()
                                .setSecretKey("AKIDTEST", "hushhush")
                                .build());
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START)
                        .setFragmentDuration(Duration.ofMillis(1001))
                        .setFragmentCount(40)
                        .build());
        archive.createStream("empty");
        fragments = archive.fragments("camera").toList();
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @BeforeEach
    void connect() {
        archive.requests().clear();
        service = new AwsArchiveService(TestSettings.of(archive.endpoint()));
    }

    @AfterEach
    void disconnect() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource
    void listsWhatBeginsWithinARangeOfTime(FragmentSelectorType type) throws Exception {
        List<ListedFragment> expected =
                fragments.subList(10, 21).stream().map(AwsArchiveServiceTest::listed).toList();
        FragmentSelector range =
                new FragmentSelector(
                        type, expected.get(0).timestamp(type), expected.get(10).timestamp(type));

        FragmentPage page = service.listFragments(CAMERA, range, 1000);

        assertThat(page.fragments()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(page.nextToken()).isEmpty();
    }

    @Test
    void describesAStreamByItsNameOrItsArn() throws Exception {
        StreamDescription byName = service.describe(CAMERA).orElseThrow();

        assertThat(byName.name()).isEqualTo("camera");
        assertThat(byName.arn()).isEqualTo(archive.streamArn("camera"));
        assertThat(byName.status()).isEqualTo("ACTIVE");
        assertThat(byName.dataRetention()).isEqualTo(Duration.ofDays(3650));
        assertThat(byName.mediaType()).contains("video/h264");
        assertThat(service.describe(new StreamReference(byName.arn()))).contains(byName);
    }

    @Test
    void listsStreamsByThePrefixOfTheirNames() throws Exception {
        assertThat(service.listStreams("", Optional.empty()).streams())
                .extracting(StreamDescription::name)
                .containsExactlyElementsOf(archive.streamNames());
        assertThat(service.listStreams("cam", Optional.empty()).streams())
                .extracting(StreamDescription::arn)
                .containsExactly(archive.streamArn("camera"));
        assertThat(service.listStreams("nothing", Optional.empty()).streams()).isEmpty();
    }

    @Test
    void listsPageByPage() throws Exception {
        List<ListedFragment> listed = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        FragmentPage page = service.listFragments(CAMERA, all(), 15);
        listed.addAll(page.fragments());
        sizes.add(page.fragments().size());
        while (page.nextToken().isPresent()) {
            page = service.listFragments(CAMERA, page.nextToken().get(), 15);
            listed.addAll(page.fragments());
            sizes.add(page.fragments().size());
        }

        assertThat(sizes).containsExactly(15, 15, 10);
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        fragments.stream().map(AwsArchiveServiceTest::listed).toList());
    }

    @Test
    void listsAStreamWithoutFragmentsAsEmpty() throws Exception {
        FragmentPage page = service.listFragments(new StreamReference("empty"), all(), 10);

        assertThat(page.fragments()).isEmpty();
        assertThat(page.nextToken()).isEmpty();
    }

    @Test
    void namesAStreamAsTheCallerDoes() throws Exception {
        StreamReference byArn = new StreamReference(archive.streamArn("camera"));
        String number = fragments.get(3).fragmentNumber();

        for (StreamReference stream : List.of(CAMERA, byArn)) {
            assertThat(service.listFragments(stream, all(), 1000).fragments()).hasSize(40);
            assertThat(read(service.getMedia(stream, mediaEndpoint(stream), List.of(number))))
                    .isEqualTo(archive.readFragment("camera", number));
        }

        assertThat(archive.requests().latest())
                .extracting(ReceivedRequest::operation, ReceivedRequest::stream)
                .contains(
                        tuple("ListFragments", "camera"),
                        tuple("ListFragments", byArn.text()),
                        tuple("GetMediaForFragmentList", "camera"),
                        tuple("GetMediaForFragmentList", byArn.text()));
    }

    @Test
    void readsTheBodyThatTheServiceSends() throws Exception {
        List<String> numbers =
                fragments.subList(5, 25).stream().map(StoredFragment::fragmentNumber).toList();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (String number : numbers) {
            expected.write(archive.readFragment("camera", number));
        }

        try (MediaBody body = service.getMedia(CAMERA, mediaEndpoint(CAMERA), numbers)) {
            assertThat(body.endIsDelimited()).isTrue();
            assertThat(body.stream().readAllBytes()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void asksForEachEndpointOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            service.listFragments(CAMERA, all(), 10);
            mediaEndpoint(CAMERA);
        }

        assertThat(archive.requests().count("GetDataEndpoint")).isEqualTo(2);
        assertThat(archive.requests().count("ListFragments")).isEqualTo(3);
    }

    @Test
    void asksForTheMediaEndpointAgainOnceItIsForgotten() throws Exception {
        mediaEndpoint(CAMERA);
        service.forgetMediaEndpoint(CAMERA);

        mediaEndpoint(CAMERA);

        assertThat(archive.requests().count("GetDataEndpoint")).isEqualTo(2);
    }

    @Test
    void doesNotAskForAnEndpointThatTheSplitBringsAlong() throws Exception {
        URI told = mediaEndpoint(CAMERA);
        archive.requests().clear();
        try (AwsArchiveService reader =
                new AwsArchiveService(TestSettings.of(archive.endpoint()))) {
            reader.getMedia(CAMERA, told, List.of(fragments.get(0).fragmentNumber())).close();
        }

        assertThat(archive.requests().latest())
                .extracting(ReceivedRequest::operation)
                .containsExactly("GetMediaForFragmentList");
    }

    @Test
    void saysThatTheCredentialsAreWrongAndKeepsThemSecret() {
        AwsSettings settings =
                TestSettings.of(archive.endpoint(), TestSettings.keys("AKIDTEST", "wrongsecret"));
        try (AwsArchiveService wrong = new AwsArchiveService(settings)) {
            assertThatThrownBy(() -> wrong.mediaEndpoint(CAMERA))
                    .isInstanceOfSatisfying(
                            ArchiveServiceException.class,
                            e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.DENIED))
                    .hasMessageContainingAll(
                            "GetDataEndpoint for GET_MEDIA_FOR_FRAGMENT_LIST of stream 'camera'",
                            "InvalidSignatureException, HTTP 403, request id ",
                            "Check the credentials and their permissions.")
                    .satisfies(
                            e ->
                                    assertThat(stackTraceOf(e))
                                            .doesNotContain("wrongsecret", "hushhush"));
        }
        assertThat(archive.requests().count("GetDataEndpoint")).isLessThanOrEqualTo(1);
    }

    @Test
    void saysWhichStreamDoesNotExist() {
        StreamReference nowhere = new StreamReference("nowhere");

        assertThatThrownBy(() -> service.listFragments(nowhere, all(), 10))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.NOT_FOUND))
                .hasMessageContainingAll(
                        "stream 'nowhere' failed: ResourceNotFoundException, HTTP 404, request id ",
                        "Check the stream's name, the region and the account.");
    }

    @Test
    void saysThatAFragmentIsUnknown() throws Exception {
        URI endpoint = mediaEndpoint(CAMERA);

        assertThatThrownBy(() -> service.getMedia(CAMERA, endpoint, List.of("4711")))
                .isInstanceOfSatisfying(
                        ArchiveServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(ServiceErrorKind.INVALID))
                .hasMessageContainingAll(
                        "GetMediaForFragmentList of stream 'camera' failed:"
                                + " InvalidArgumentException, HTTP 400, request id ",
                        "Fragment numbers are invalid : [4711].");
    }

    @Test
    void leavesNoThreadsBehind() throws Exception {
        Set<String> before = sdkThreads();
        AwsArchiveService other = new AwsArchiveService(TestSettings.of(archive.endpoint()));
        other.listFragments(CAMERA, all(), 10);
        other.getMedia(CAMERA, mediaEndpoint(CAMERA), List.of(fragments.get(0).fragmentNumber()));
        service.close();
        other.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (isOfSdk(thread) && !before.contains(thread.getName())) {
                thread.join();
            }
        }
        assertThat(sdkThreads()).isSubsetOf(before);
    }

    private static Set<String> sdkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(AwsArchiveServiceTest::isOfSdk)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static boolean isOfSdk(Thread thread) {
        return thread.getName().matches("(?i).*(sdk|aws|idle-connection).*");
    }

    private static FragmentSelector all() {
        return new FragmentSelector(
                FragmentSelectorType.PRODUCER_TIMESTAMP, START, START.plus(Duration.ofHours(1)));
    }

    private URI mediaEndpoint(StreamReference stream) throws Exception {
        return service.mediaEndpoint(stream);
    }

    private static byte[] read(MediaBody body) throws Exception {
        try (body) {
            return body.stream().readAllBytes();
        }
    }

    private static ListedFragment listed(StoredFragment fragment) {
        return new ListedFragment(
                fragment.fragmentNumber(),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                fragment.size(),
                fragment.duration());
    }

    private static String stackTraceOf(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
