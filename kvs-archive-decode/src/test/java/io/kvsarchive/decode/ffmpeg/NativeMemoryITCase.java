/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native memory is given back. It is read off a process whose heap has its full size from the
 * beginning, so that nothing else grows.
 */
class NativeMemoryITCase {

    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir Path folder;

    @Test
    void takesNoMoreForTenThousandFragmentsThanForSome() throws IOException {
        assumeTrue(Files.exists(STATUS), "no " + STATUS);
        // Skips the test where there is no ffmpeg.
        new TestMedia(folder).made("-f", "lavfi", "-i", "testsrc2=duration=1", "-c:v", "libx264");

        String said = runInProcessOfItsOwn();

        // A leak of a picture, 38 KB, for each fragment would be 380 MB; one of a frame's bytes,
        // 2 KB, 20 MB; one of each decoder that is opened, 500 MB.
        assertThat(said).matches("grew by -?\\d+ KB");
        assertThat(Long.parseLong(said.replaceAll("[^-0-9]", ""))).isLessThan(12_000);
    }

    private String runInProcessOfItsOwn() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process =
                new ProcessBuilder(
                                java.toString(),
                                "-Xms64m",
                                "-Xmx64m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Growth.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** What runs in the process. */
    static final class Growth {

        private final List<List<Frame>> fragments = new ArrayList<>();

        public static void main(String[] arguments) throws IOException {
            System.out.println(
                    "grew by "
                            + new Growth(new TestMedia(Path.of(arguments[0]))).measure()
                            + " KB");
        }

        /** More kinds of fragments than decoders are kept, so that some are closed. */
        private Growth(TestMedia media) throws IOException {
            for (int height = 100; height <= 200; height += 20) {
                fragments.add(
                        media.made(
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc2=size=160x" + height + ":rate=2:duration=1",
                                        "-c:v",
                                        "libx264",
                                        "-pix_fmt",
                                        "yuv420p")
                                .get(0)
                                .frames(1));
            }
        }

        private long measure() throws IOException {
            decode(1_000);
            openAndFail(100);
            long before = anonymousMemory();
            decode(10_000);
            openAndFail(400);
            return anonymousMemory() - before;
        }

        private void decode(int times) {
            try (PictureDecoder decoder = decoder()) {
                for (int i = 0; i < times; i++) {
                    // Most fragments are like the one before, as in a job.
                    decoder.decode(fragments.get(i / 20 % fragments.size()), picture -> {});
                }
            }
        }

        private void openAndFail(int times) {
            for (int i = 0; i < times; i++) {
                try (PictureDecoder decoder = decoder()) {
                    decoder.decode(
                            fragments.get(i % fragments.size()),
                            picture -> {
                                throw new IllegalStateException("a consumer's failure");
                            });
                    throw new AssertionError("No picture came");
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("a consumer's failure");
                }
            }
        }

        private static PictureDecoder decoder() {
            return new PictureDecoder(
                    PictureSettings.defaults(),
                    (track, reason, frames, detail) -> {
                        throw new AssertionError(frames + " frames are " + reason);
                    });
        }

        private static long anonymousMemory() throws IOException {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
    }
}
