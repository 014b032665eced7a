/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.service.Plane;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesisvideo.model.APIName;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.KinesisVideoArchivedMediaClient;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.Fragment;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.FragmentSelectorType;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.ListFragmentsResponse;

/** Fragments that come as the archive's clock goes on. */
class LiveStreamTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir private Path folder;
    private Instant now = START;
    private LocalKvsArchive archive;
    private RawHttp http;
    private SdkClients sdk;

    @BeforeEach
    void start() {
        archive =
                LocalKvsArchive.start(LocalKvsArchiveConfig.builder().setClock(() -> now).build());
        http = new RawHttp(archive);
        sdk = new SdkClients(archive);
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void showsAFragmentFromItsMillisecondOn() throws Exception {
        archive.addGeneratedStream(live().setFragmentCount(3).build());
        // The server began to receive it after 250 ms, it takes 2 s, and the service 1.5 s more.
        now = START.plusMillis(3_749).plusNanos(999_999);
        assertThat(archive.fragmentCount("camera")).isZero();
        assertThat(archive.fragments("camera")).isEmpty();
        assertThat(sdk.listAll("camera")).isEmpty();

        now = START.plusMillis(3_750);
        StoredFragment first = archive.fragments("camera").findFirst().orElseThrow();
        assertThat(first.producerTimestamp()).isEqualTo(START);
        assertThat(first.serverTimestamp()).isEqualTo(START.plusMillis(250));
        assertThat(archive.fragmentCount("camera")).isEqualTo(1);
        assertThat(numbers(sdk.listAll("camera"))).containsExactly(first.fragmentNumber());

        now = START.plusMillis(5_749);
        assertThat(sdk.listAll("camera")).hasSize(1);
        now = START.plusMillis(5_750);
        assertThat(sdk.listAll("camera")).hasSize(2);
        now = FAR;
        assertThat(sdk.listAll("camera")).hasSize(3);
    }

    @Test
    void showsNoneThatIsToComeInRangesByTheServersClock() {
        archive.addGeneratedStream(live().setFragmentCount(10).build());
        now = START.plusMillis(3_750 + 4 * 2_000);

        assertThat(
                        sdk.list(
                                "camera",
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START.plusMillis(2_250),
                                FAR,
                                1000))
                .extracting(Fragment::serverTimestamp)
                .containsExactlyInAnyOrder(
                        START.plusMillis(2_250),
                        START.plusMillis(4_250),
                        START.plusMillis(6_250),
                        START.plusMillis(8_250));
    }

    @Test
    void doesNotKnowWhatIsNotVisible() throws Exception {
        archive.addGeneratedStream(live().setFragmentCount(2).build());
        now = FAR;
        List<String> numbers =
                archive.fragments("camera").map(StoredFragment::fragmentNumber).toList();
        now = START.plusMillis(5_749);

        HttpResponse<String> refused =
                http.post(
                        Plane.MEDIA, "/getMediaForFragmentList", RawHttp.media("camera", numbers));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(RawHttp.errorOf(refused)).isEqualTo("InvalidArgumentException");
        assertThat(RawHttp.messageOf(refused))
                .isEqualTo("Fragment numbers are invalid : [" + numbers.get(1) + "]");
        assertThatThrownBy(() -> archive.readFragment("camera", numbers.get(1)))
                .hasMessageContaining("has no fragment " + numbers.get(1));

        now = START.plusMillis(5_750);
        byte[] body = sdk.media("camera", numbers);
        assertThat(ReadDocument.readAll(body))
                .extracting(ReadDocument::fragmentNumber)
                .isEqualTo(numbers);
    }

    @Test
    void showsOldMediaThatAreSentNow() {
        // Recorded three days ago, while the camera had no network; sent together with what is new.
        Duration late = Duration.ofDays(3);
        archive.addGeneratedStream(live().setFragmentCount(5).build());
        archive.addGeneratedStream(
                live().setStart(START.minus(late))
                        .setUploadDelay(late)
                        .setFragmentCount(5)
                        .build());
        now = START.plusMillis(3_500);
        assertThat(producerTimes(sdk.listAll("camera"))).containsExactly(START.minus(late));
        now = START.plusMillis(3_750);
        assertThat(producerTimes(sdk.listAll("camera"))).containsExactly(START.minus(late), START);
        assertThat(archive.fragmentCount("camera")).isEqualTo(2);
    }

    @Test
    void doesNotShiftPagesWhileTwoPartsGrow() {
        Duration late = Duration.ofDays(3);
        archive.addGeneratedStream(live().setFragmentCount(1_000).build());
        archive.addGeneratedStream(
                live().setStart(START.minus(late))
                        .setUploadDelay(late)
                        .setFragmentCount(1_000)
                        .build());
        now = START.plusSeconds(100);
        List<Fragment> visible = sdk.listAll("camera");
        assertThat(visible).hasSize(49 + 49);

        List<Fragment> paged = new ArrayList<>();
        try (KinesisVideoArchivedMediaClient client =
                sdk.archived("camera", APIName.LIST_FRAGMENTS)) {
            ListFragmentsResponse page =
                    client.listFragments(
                            r ->
                                    r.streamName("camera")
                                            .maxResults(10L)
                                            .fragmentSelector(
                                                    s ->
                                                            s.fragmentSelectorType(
                                                                            "PRODUCER_TIMESTAMP")
                                                                    .timestampRange(
                                                                            t ->
                                                                                    t.startTimestamp(
                                                                                                    Instant
                                                                                                            .EPOCH)
                                                                                            .endTimestamp(
                                                                                                    FAR))));
            paged.addAll(page.fragments());
            while (page.nextToken() != null) {
                now = now.plusSeconds(7);
                String token = page.nextToken();
                page =
                        client.listFragments(
                                r -> r.streamName("camera").maxResults(10L).nextToken(token));
                paged.addAll(page.fragments());
            }
        }

        assertThat(paged).containsExactlyInAnyOrderElementsOf(visible);
        assertThat(archive.fragmentCount("camera")).isEqualTo(80 + 80);
    }

    @Test
    void leavesOutARecordedFragmentThatIsStillToCome() throws Exception {
        archive.addGeneratedStream(live().setFragmentCount(1).build());
        now = FAR;
        StoredFragment only = archive.fragments("camera").findFirst().orElseThrow();
        Path body = folder.resolve("body.mkv");
        Files.write(body, archive.readFragment("camera", only.fragmentNumber()));
        now = START;

        archive.addRecordedBody("camera", body);

        assertThat(archive.fragmentCount("camera")).isZero();
        now = FAR;
        assertThat(archive.fragments("camera")).containsExactly(only);
    }

    private static GeneratedStream.Builder live() {
        return GeneratedStream.builder("camera")
                .setStart(START)
                .setVisibleAfter(Duration.ofMillis(1_500));
    }

    private static List<String> numbers(List<Fragment> fragments) {
        return fragments.stream().map(Fragment::fragmentNumber).toList();
    }

    private static List<Instant> producerTimes(List<Fragment> fragments) {
        return fragments.stream().map(Fragment::producerTimestamp).toList();
    }
}
