/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/local-archive.md} shows, word for word where it matters. */
class DocumentedExampleTest {

    @TempDir private Path folder;

    @Test
    void servesInProcess() throws IOException {
        Path yard = folder.resolve("yard.mkv");
        try (InputStream in = SampleArchive.class.getResourceAsStream("sample/parking-lot.mkv")) {
            Files.copy(in, yard);
        }
        try (LocalKvsArchive archive = LocalKvsArchive.start();
                SdkClients sdk = new SdkClients(archive)) {
            SampleArchive.addTo(archive);
            archive.addMatroskaFile("yard", yard, Instant.parse("2025-03-14T09:00:00Z"));
            Path recorded = folder.resolve("recorded.mkv");
            String number = archive.fragments("yard").findFirst().orElseThrow().fragmentNumber();
            Files.write(recorded, archive.readFragment("yard", number));
            archive.addRecordedBody("lobby", recorded);
            archive.addGeneratedStream(
                    GeneratedStream.builder("decade")
                            .setStart(Instant.parse("2015-01-01T00:00:00Z"))
                            .setFragmentDuration(Duration.ofSeconds(2))
                            .setFragmentCount(158_000_000)
                            .setTracks(
                                    GeneratedTrack.video(15, 2_000, 20_000),
                                    GeneratedTrack.audio(46.875, 100, 300))
                            .setTagAfter("sequence", GeneratedStream.INDEX)
                            .build());

            URI endpoint = archive.endpoint();
            assertThat(endpoint).hasHost("127.0.0.1");
            assertThat(archive.region()).isEqualTo("us-west-2");
            assertThat(archive.streamNames())
                    .containsExactly("decade", "front-door", "lobby", "parking-lot", "yard");

            Instant tenYearsLater = Instant.parse("2025-01-01T00:00:00Z");
            List<String> asked =
                    sdk.list("decade", tenYearsLater, tenYearsLater.plusSeconds(3), 10).stream()
                            .map(fragment -> fragment.fragmentNumber())
                            .toList();
            List<ReadDocument> documents = ReadDocument.readAll(sdk.media("decade", asked));

            long index =
                    Duration.between(Instant.parse("2015-01-01T00:00:00Z"), tenYearsLater)
                                    .toSeconds()
                            / 2;
            assertThat(documents)
                    .extracting(document -> document.tagsAfter().get("sequence"))
                    .containsExactlyInAnyOrder(Long.toString(index), Long.toString(index + 1));
            assertThat(archive.requests().count("GetMediaForFragmentList", "decade")).isEqualTo(1);
            assertThat(archive.requests().fragmentsAsked("decade")).isEqualTo(asked);
        }
    }

    @Test
    void tellsWhatIsToBeSeen() {
        SampleArchive.Thing walker = SampleArchive.PARKING_LOT.things().get(1);
        assertThat(walker.kind()).isEqualTo("person");
        assertThat(walker.enters()).isEqualTo(Duration.ofMillis(12_700));
        assertThat(walker.at(Duration.ofMillis(17_500)))
                .hasValueSatisfying(
                        place ->
                                assertThat(List.of(place.x(), place.y()))
                                        .containsExactly(296, 188));
    }
}
