/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native memory is given back. That is read off the anonymous memory of the process, of which
 * Java's part is bounded; the heap is filled and emptied before, so that it has grown already.
 */
class NativeMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir static Path folder;
    private static List<List<Frame>> fragments;

    @BeforeAll
    static void makeFragments() throws IOException {
        assumeTrue(Files.exists(STATUS), "no /proc");
        TestMedia media = new TestMedia(folder);
        fragments = new ArrayList<>();
        for (String size : List.of("160x120", "176x144", "192x144", "208x160", "224x160", "240x176")) {
            Archived archived =
                    media.made(
                                    "-f", "lavfi", "-i",
                                    "testsrc2=size=" + size + ":rate=2:duration=1", "-c:v",
                                    "libx264", "-pix_fmt", "yuv420p")
                            .get(0);
            fragments.add(archived.frames(1));
        }
    }

    /** Six kinds of fragments, of which four decoders are kept, so that all paths are taken. */
    @Test
    void tenThousandFragmentsTakeNoMoreThanSomeDo() throws IOException {
        Reports reports = new Reports();
        try (PictureDecoder decoder =
                new PictureDecoder(PictureSettings.defaults().withSize(64, 64), reports)) {
            long before = decodeAndMeasure(decoder, 2_000);
            long after = decodeAndMeasure(decoder, 10_000);

            // A leak of a frame's pixels, 28 KB, for each fragment would be 280 MB; one of a
            // packet's bytes, 3 KB, some 60 MB.
            assertThat(after - before).as("growth in KB").isLessThan(20_000);
        }
        assertThat(reports.lines()).isEmpty();
    }

    @Test
    void aThousandDecodersAreClosed() throws IOException {
        long before = openAndMeasure(200);
        long after = openAndMeasure(1_000);

        assertThat(after - before).as("growth in KB").isLessThan(20_000);
    }

    @Test
    void decodersAreClosedWhenAConsumerFails() throws IOException {
        Reports reports = new Reports();
        try (PictureDecoder decoder =
                new PictureDecoder(PictureSettings.defaults().withSize(64, 64), reports)) {
            long before = failAndMeasure(decoder, 500);
            long after = failAndMeasure(decoder, 3_000);

            assertThat(after - before).as("growth in KB").isLessThan(20_000);
        }
    }

    private static long decodeAndMeasure(PictureDecoder decoder, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            decoder.decode(fragments.get(i % fragments.size()), picture -> {});
        }
        return anonymousMemory();
    }

    private static long openAndMeasure(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (PictureDecoder decoder =
                    new PictureDecoder(PictureSettings.defaults(), new Reports())) {
                decoder.decode(fragments.get(i % fragments.size()), picture -> {});
            }
        }
        return anonymousMemory();
    }

    private static long failAndMeasure(PictureDecoder decoder, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                decoder.decode(
                        fragments.get(i % fragments.size()),
                        picture -> {
                            throw new IllegalStateException("a consumer's failure");
                        });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("a consumer's failure");
            }
        }
        return anonymousMemory();
    }

    /** In KB, the least of several readings after collections. */
    private static long anonymousMemory() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
