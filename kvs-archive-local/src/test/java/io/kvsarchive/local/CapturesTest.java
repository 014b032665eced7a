/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that the service sent, served again. */
class CapturesTest {

    private LocalKvsArchive archive;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void servesEachFragmentAsItWasRecorded() throws IOException {
        Path body = Captures.body("output_get_media.mkv");
        archive.addRecordedBody("camera", body);

        assertThat(archive.fragments("camera"))
                .extracting(
                        StoredFragment::fragmentNumber,
                        StoredFragment::producerTimestamp,
                        StoredFragment::serverTimestamp,
                        StoredFragment::duration)
                .startsWith(
                        tuple(
                                "91343852333181432392682062607743920146159169392",
                                Instant.parse("2017-11-28T06:55:08.513Z"),
                                Instant.parse("2017-11-28T06:55:09.126Z"),
                                Duration.ofMillis(1967)))
                .hasSize(5);
        byte[] recorded = Files.readAllBytes(body);
        int getMediaTags = 0xAB;
        byte[] first = Arrays.copyOf(recorded, 0x85C55 - getMediaTags);
        assertThat(
                        archive.readFragment(
                                "camera", "91343852333181432392682062607743920146159169392"))
                .isEqualTo(first);
        assertThat(served("camera")).hasSize(recorded.length - 5 * getMediaTags);
        assertThat(ReadDocument.readAll(served("camera")))
                .allSatisfy(document -> assertThat(document.blocks()).hasSize(60));
    }

    @Test
    void splitsMergedFragmentsIntoTheDocumentsThatTheyWere() throws IOException {
        archive.addRecordedBody(
                "merged", Captures.body("output_get_media_sparse_fragments_merged.mkv"));
        archive.addRecordedBody("plain", Captures.body("output_get_media.mkv"));

        Map<String, ReadDocument> merged = ReadDocument.byNumber(served("merged"));
        Map<String, ReadDocument> plain = ReadDocument.byNumber(served("plain"));

        assertThat(merged).hasSize(3);
        merged.forEach(
                (number, document) -> {
                    ReadDocument before = plain.get(number);
                    assertThat(document.blocks())
                            .zipSatisfy(
                                    before.blocks(),
                                    (mine, theirs) ->
                                            assertThat(mine.payload()).isEqualTo(theirs.payload()));
                    assertThat(document.tracks()).isEqualTo(before.tracks());
                    assertThat(document.tagsBefore()).isEqualTo(before.tagsBefore());
                    assertThat(document.serviceTags()).isEqualTo(before.serviceTags());
                });
    }

    @Test
    void keepsTagsWithTheirFragment() throws IOException {
        archive.addRecordedBody("tags", Captures.body("test_mixed_tags.mkv"));

        List<ReadDocument> documents = ReadDocument.readAll(served("tags"));

        assertThat(documents).hasSize(10);
        assertThat(documents.get(0).tagsBefore()).hasSize(5);
        assertThat(documents)
                .allSatisfy(
                        document ->
                                assertThat(document.tagsAfter())
                                        .hasSize(5)
                                        .containsEntry("testTag_4", "testTag_4_Value"));
        assertThat(archive.fragments("tags"))
                .extracting(fragment -> fragment.producerTimestamp().getEpochSecond())
                .containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L, 45L);
    }

    @Test
    void givesAFragmentWithoutClusterNoDuration() throws IOException {
        Path body = Captures.body("empty-mkv-with-tags.mkv");
        archive.addRecordedBody("empty", body);

        assertThat(archive.fragments("empty"))
                .extracting(StoredFragment::duration, StoredFragment::size)
                .containsExactly(tuple(Duration.ZERO, Files.size(body)));
        assertThat(served("empty")).isEqualTo(Files.readAllBytes(body));
    }

    @Test
    void leavesOutAFragmentThatIsThereAlready() throws IOException {
        Path body = Captures.body("output_get_media.mkv");
        archive.addRecordedBody("camera", body);
        archive.addRecordedBody("camera", body);

        assertThat(archive.fragmentCount("camera")).isEqualTo(5);
    }

    private byte[] served(String stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StoredFragment fragment : archive.fragments(stream).toList()) {
            byte[] bytes = archive.readFragment(stream, fragment.fragmentNumber());
            assertThat(bytes).hasSize((int) fragment.size());
            out.write(bytes);
        }
        return out.toByteArray();
    }
}
