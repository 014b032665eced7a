/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.local.matroska.MalformedMatroskaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {

    private static final Instant MODIFIED = Instant.parse("2024-05-06T07:08:09.123Z");

    @TempDir private Path folder;
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
    void makesAFileAStreamThatBeginsAtItsLastModification() throws IOException {
        sampleFile(folder.resolve("lot.mkv"), MODIFIED);
        Files.writeString(folder.resolve("readme.txt"), "not served");

        assertThat(archive.addFolder(folder)).containsExactly("lot");

        assertThat(archive.fragments("lot"))
                .hasSize(24)
                .first()
                .extracting(StoredFragment::producerTimestamp)
                .isEqualTo(MODIFIED);
    }

    @Test
    void makesAFolderAStreamWithItsFilesAsSessions() throws IOException {
        Path yard = Files.createDirectory(folder.resolve("yard"));
        sampleFile(yard.resolve("b.mkv"), MODIFIED);
        sampleFile(yard.resolve("a.mkv"), MODIFIED.plusSeconds(1000));
        Files.createDirectory(folder.resolve("empty"));

        assertThat(archive.addFolder(folder)).containsExactly("yard");

        List<StoredFragment> fragments = archive.fragments("yard").toList();
        assertThat(fragments).hasSize(48);
        assertThat(List.of(fragments.get(0), fragments.get(24)))
                .extracting(StoredFragment::producerTimestamp)
                .containsExactly(MODIFIED.plusSeconds(1000), MODIFIED);
        assertThat(fragments).extracting(StoredFragment::fragmentNumber).doesNotHaveDuplicates();
    }

    @Test
    void knowsRecordedBodiesByTheirFragmentNumbers() throws IOException {
        List<StoredFragment> recorded = new ArrayList<>();
        try (LocalKvsArchive other = LocalKvsArchive.start()) {
            SampleArchive.addTo(other);
            try (var out = Files.newOutputStream(folder.resolve("copy.mkv"))) {
                for (StoredFragment fragment : other.fragments("front-door").limit(3).toList()) {
                    out.write(other.readFragment("front-door", fragment.fragmentNumber()));
                    recorded.add(fragment);
                }
            }
        }

        archive.addFolder(folder);

        assertThat(archive.fragments("copy")).containsExactlyElementsOf(recorded);
    }

    @Test
    void servesCaptures() throws IOException {
        Files.copy(Captures.body("output_get_media.mkv"), folder.resolve("captured.mkv"));

        archive.addFolder(folder);

        assertThat(archive.fragments("captured"))
                .extracting(f -> f.producerTimestamp().toString(), f -> f.duration().toMillis())
                .first()
                .isEqualTo(tuple("2017-11-28T06:55:08.513Z", 1967L));
    }

    @Test
    void namesBrokenFiles() throws IOException {
        Path broken = folder.resolve("broken.mkv");
        sampleFile(broken, MODIFIED);
        byte[] bytes = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> archive.addFolder(folder))
                .isInstanceOf(MalformedMatroskaException.class)
                .message()
                .startsWith(broken + ": byte ")
                .contains("cut short, the file ends at byte " + bytes.length / 2)
                .matches(Predicate.not(message -> message.contains("\n")));
    }

    @Test
    void refusesNamesThatNoStreamCanHave() throws IOException {
        sampleFile(folder.resolve("my camera.mkv"), MODIFIED);

        assertThatThrownBy(() -> archive.addFolder(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Stream name 'my camera'")
                .hasMessageContaining("my camera.mkv: ");
    }

    @Test
    void refusesWhatIsNoFolder() {
        assertThatThrownBy(() -> archive.addFolder(folder.resolve("none")))
                .hasMessageEndingWith("none is not a folder");
    }

    private static void sampleFile(Path target, Instant modified) throws IOException {
        try (InputStream sample =
                SampleArchive.class.getResourceAsStream("sample/parking-lot.mkv")) {
            Files.copy(sample, target);
        }
        Files.setLastModifiedTime(target, FileTime.from(modified));
    }
}
