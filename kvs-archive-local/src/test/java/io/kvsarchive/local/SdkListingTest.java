/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.KinesisVideoArchivedMediaException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ResourceNotFoundException;

/** ListFragments through the unmodified AWS SDK. */
class SdkListingTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00.123Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private LocalKvsArchive archive;
    private SdkClients sdk;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        sdk = new SdkClients(archive);
        archive.addGeneratedStream(
                GeneratedStream.builder("camera").setStart(START).setFragmentCount(250).build());
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void listsWhatTheStreamHolds() {
        List<Fragment> listed = sdk.listAll("camera");

        assertThat(listed)
                .extracting(
                        Fragment::fragmentNumber,
                        Fragment::producerTimestamp,
                        Fragment::serverTimestamp,
                        Fragment::fragmentLengthInMilliseconds,
                        Fragment::fragmentSizeInBytes)
                .containsExactlyElementsOf(
                        archive.fragments("camera")
                                .map(
                                        f ->
                                                tuple(
                                                        f.fragmentNumber(),
                                                        f.producerTimestamp(),
                                                        f.serverTimestamp(),
                                                        f.duration().toMillis(),
                                                        f.size()))
                                .toList());
    }

    @Test
    void listsPagesInNoOrderAndTheSameEachTime() {
        List<Fragment> once = sdk.list("camera", START, FAR, 100);
        List<Fragment> again = sdk.list("camera", START, FAR, 100);

        assertThat(once).isEqualTo(again).hasSize(250).doesNotHaveDuplicates();
        assertThat(once.subList(0, 100))
                .as("a page is not the beginning of the range")
                .anyMatch(f -> f.producerTimestamp().isAfter(START.plusSeconds(400)))
                .isNotEqualTo(sortedByTime(once.subList(0, 100)));
        assertThat(sdk.list("camera", START, FAR, 7))
                .as("the disorder does not depend on the size of pages")
                .isEqualTo(once);
    }

    @Test
    void includesBothEndsOfARangeAndCountsOnlyTheStart() {
        assertThat(starts(START.plusSeconds(2), START.plusSeconds(6)))
                .containsExactly(2000L, 4000L, 6000L);
        assertThat(starts(START.plusMillis(2001), START.plusMillis(5999)))
                .as("the fragment that began before reaches into the range")
                .containsExactly(4000L);
        assertThat(starts(START.plusMillis(2001), START.plusMillis(3999))).isEmpty();
        assertThat(starts(START, START)).containsExactly(0L);
    }

    @Test
    void selectsByTheProducersOrTheServersClock() {
        assertThat(
                        sdk.list(
                                "camera",
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START,
                                START.plusMillis(2250),
                                10))
                .extracting(Fragment::serverTimestamp)
                .containsExactlyInAnyOrder(START.plusMillis(250), START.plusMillis(2250));
        assertThat(
                        sdk.list(
                                "camera",
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START,
                                START.plusMillis(249),
                                10))
                .isEmpty();
    }

    @Test
    void acceptsAPageTokenWithNothingButTheStreamAndAfterARestart() {
        ListFragmentsResponse first;
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            first =
                    client.listFragments(
                            r ->
                                    r.streamName("camera")
                                            .maxResults(200L)
                                            .fragmentSelector(s -> select(s, START, FAR)));
            assertThat(first.fragments()).hasSize(200);
        }
        try (LocalKvsArchive restarted = LocalKvsArchive.start();
                SdkClients clients = new SdkClients(restarted)) {
            restarted.addGeneratedStream(
                    GeneratedStream.builder("camera")
                            .setStart(START)
                            .setFragmentCount(250)
                            .build());
            // The stream has grown since: pages that were begun do not shift.
            restarted.addGeneratedStream(
                    GeneratedStream.builder("camera").setStart(START).setFragmentCount(70).build());
            try (KinesisVideoArchivedMediaClient client =
                    clients.archived("camera", APIName.LIST_FRAGMENTS)) {
                ListFragmentsResponse second =
                        client.listFragments(
                                r -> r.streamName("camera").nextToken(first.nextToken()));
                assertThat(second.nextToken()).isNull();
                List<Fragment> all = new ArrayList<>(first.fragments());
                all.addAll(second.fragments());
                assertThat(sortedByTime(all)).isEqualTo(sdk.listAll("camera"));
            }
        }
    }

    @Test
    void answersWithAnEmptyListWhereNothingIsFound() {
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            ListFragmentsResponse response =
                    client.listFragments(
                            r ->
                                    r.streamName("camera")
                                            .fragmentSelector(
                                                    s -> select(s, FAR, FAR.plusSeconds(1))));
            assertThat(response.hasFragments()).isTrue();
            assertThat(response.fragments()).isEmpty();
            assertThat(response.nextToken()).isNull();
        }
    }

    @Test
    void failsWithoutSelectorAndToken() {
        assertThatThrownBy(() -> listFragments(r -> r.streamName("camera")))
                .isInstanceOfSatisfying(
                        KinesisVideoArchivedMediaException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(500);
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo("InternalFailure");
                        });
    }

    @Test
    void refusesWrongArguments() {
        assertThatThrownBy(
                        () ->
                                listFragments(
                                        r ->
                                                r.streamName("camera")
                                                        .fragmentSelector(
                                                                s -> select(s, FAR, START))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StartTimestamp is after EndTimestamp");
        for (long most : new long[] {0, -1, 1001, Long.MAX_VALUE}) {
            assertThatThrownBy(
                            () ->
                                    listFragments(
                                            r ->
                                                    r.streamName("camera")
                                                            .maxResults(most)
                                                            .fragmentSelector(
                                                                    s -> select(s, START, FAR))))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("MaxResults: " + most);
        }
        for (String token : List.of("bm90IG9uZQ==", "****", "UFJPRFVDRVI6MDowOi01OjU6MA==")) {
            assertThatThrownBy(() -> listFragments(r -> r.streamName("camera").nextToken(token)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("NextToken");
        }
        assertThatThrownBy(() -> listFragments(r -> r.streamName("no such stream")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamName");
        assertThatThrownBy(
                        () ->
                                listFragments(
                                        r ->
                                                r.streamName("other")
                                                        .fragmentSelector(
                                                                s -> select(s, START, FAR))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> listFragments(r -> r.maxResults(5L)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("StreamName or StreamARN");
    }

    private void listFragments(Consumer<ListFragmentsRequest.Builder> request) {
        try (KinesisVideoArchivedMediaClient client =
                sdk.archivedAt(endpoint(APIName.LIST_FRAGMENTS))) {
            client.listFragments(request);
        }
    }

    private static void select(
            software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelector.Builder
                    selector,
            Instant from,
            Instant to) {
        selector.fragmentSelectorType(FragmentSelectorType.PRODUCER_TIMESTAMP)
                .timestampRange(t -> t.startTimestamp(from).endTimestamp(to));
    }

    private URI endpoint(APIName api) {
        return URI.create(
                sdk.control()
                        .getDataEndpoint(r -> r.streamName("camera").apiName(api))
                        .dataEndpoint());
    }

    private List<Long> starts(Instant from, Instant to) {
        return sdk.list("camera", from, to, 10).stream()
                .map(f -> Duration.between(START, f.producerTimestamp()).toMillis())
                .sorted()
                .toList();
    }

    private static List<Fragment> sortedByTime(List<Fragment> fragments) {
        return fragments.stream()
                .sorted(Comparator.comparing(Fragment::producerTimestamp))
                .toList();
    }
}
