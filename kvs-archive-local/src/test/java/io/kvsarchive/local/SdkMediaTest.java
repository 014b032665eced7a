/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;

/** GetMediaForFragmentList through the unmodified AWS SDK. */
class SdkMediaTest {

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
    void sendsADocumentForEachFragmentInTheOrderAsked() throws IOException {
        List<String> numbers =
                new ArrayList<>(
                        archive.fragments("camera").map(StoredFragment::fragmentNumber).toList());
        Collections.reverse(numbers);

        byte[] body = sdk.media("camera", numbers);

        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (String number : numbers) {
            expected.write(archive.readFragment("camera", number));
        }
        assertThat(body).isEqualTo(expected.toByteArray());
    }

    @Test
    void sendsAFragmentOnceThatIsAskedForTwice() throws IOException {
        List<String> numbers =
                archive.fragments("camera").limit(2).map(StoredFragment::fragmentNumber).toList();

        byte[] body = sdk.media("camera", List.of(numbers.get(1), numbers.get(0), numbers.get(1)));

        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .containsExactly(numbers.get(1), numbers.get(0));
    }

    @Test
    void refusesTheWholeRequestForOneUnknownNumber() {
        archive.addGeneratedStream(GeneratedStream.builder("other").setFragmentCount(1).build());
        String known = archive.fragments("camera").findFirst().orElseThrow().fragmentNumber();
        String others = archive.fragments("other").findFirst().orElseThrow().fragmentNumber();

        assertThatThrownBy(() -> sdk.media("camera", List.of(known, others, "17")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Fragment numbers are invalid : [" + others + ", 17]");
    }

    @Test
    void refusesWrongArguments() {
        assertThatThrownBy(() -> sdk.media("camera", List.of()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("a list of 1 to 1000");
        assertThatThrownBy(() -> sdk.media("camera", Collections.nCopies(1001, "1")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("a list of 1 to 1000");
        assertThatThrownBy(() -> sdk.media("camera", List.of("12a")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("12a");
    }

    @Test
    void readsAStreamOfTwoHundredMillionFragmentsInTheMiddle() throws IOException {
        long count = 200_000_000;
        Instant start = Instant.parse("2000-01-01T00:00:00Z");
        archive.addGeneratedStream(
                GeneratedStream.builder("decade")
                        .setStart(start)
                        .setFragmentCount(count)
                        .setTracks(GeneratedTrack.video(1, 10, 20))
                        .build());
        Instant middle = start.plus(Duration.ofSeconds(count));

        List<Fragment> window = sdk.list("decade", middle, middle.plusSeconds(600), 100);

        assertThat(window)
                .extracting(Fragment::producerTimestamp)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(0, 300)
                                .mapToObj(i -> middle.plusSeconds(2L * i))
                                .toList());
        List<String> numbers = window.stream().map(Fragment::fragmentNumber).toList();
        assertThat(ReadDocument.readAll(sdk.media("decade", numbers)))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("decade", APIName.LIST_FRAGMENTS)) {
            ListFragmentsResponse whole =
                    client.listFragments(
                            r ->
                                    r.streamName("decade")
                                            .maxResults(1000L)
                                            .fragmentSelector(s -> select(s, start, FAR)));
            assertThat(whole.fragments()).hasSize(1000);
            assertThat(whole.nextToken()).isNotNull();
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
}
