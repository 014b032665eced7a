/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertRuns;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.StoredFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnyCredentials.class)
class PlanITCase {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final int TERMINAL_COLUMNS = 100;

    private static LocalKvsArchive archive;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        SampleArchive.addTo(archive);
        // 100 fragments of 2 s, and an hour without any after each 30.
        archive.addGeneratedStream(
                GeneratedStream.builder("gate")
                        .setStart(START)
                        .setFragmentCount(100)
                        .setGap(30, Duration.ofHours(1))
                        .setTracks(GeneratedTrack.video(5, 100, 2000))
                        .build());
        archive.createStream("unused");
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @BeforeEach
    void forgetRequests() {
        archive.requests().clear();
    }

    @Test
    void plansTheSampleCameras() {
        List<String> said = plan("--stream", "parking-lot", "--stream", "front-door");

        assertThat(said)
                .contains("Listing parking-lot, front-door ...")
                .anyMatch(
                        line ->
                                line.matches(
                                        "  front-door +22  2025-03-14T09:26:53Z "
                                            + " 2025-03-14T09:27:37Z +4[34]\\.\\d s +0 +0\\.0 s"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "  parking-lot +24  2025-03-14T09:26:50Z "
                                                + " 2025-03-14T09:27:3[78]Z +4[78]\\.\\d s +0"
                                                + " +0\\.0 s"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "  total +46  2025-03-14T09:26:50Z "
                                                + " 2025-03-14T09:27:3[78]Z .*"))
                .anyMatch(line -> isReadingRow(line, "front-door", 22, bytesOf("front-door")))
                .anyMatch(line -> isReadingRow(line, "parking-lot", 24, bytesOf("parking-lot")))
                .anyMatch(
                        line ->
                                isReadingRow(
                                        line,
                                        "total",
                                        46,
                                        bytesOf("front-door") + bytesOf("parking-lot")))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("gaps of"));
        assertThat(said.indexOf("Listing parking-lot, front-door ...")).isZero();
    }

    @Test
    void tellsGapsOfAGeneratedStream() {
        List<String> said = plan("--stream-prefix", "ga");

        assertThat(said)
                .anyMatch(
                        line ->
                                line.matches(
                                        "  gate +100  2026-03-01T08:00:00Z  2026-03-01T11:03:19Z"
                                                + " +3 min 20 s +3 +3 h 00 min"))
                .contains("Gaps of gate, the longest first:")
                .contains("  2026-03-01T08:01:00Z  2026-03-01T09:01:00Z  1 h 00 min")
                .contains("  2026-03-01T09:02:00Z  2026-03-01T10:02:00Z  1 h 00 min")
                .contains("  2026-03-01T10:03:00Z  2026-03-01T11:03:00Z  1 h 00 min");
    }

    @Test
    void plansARangeThatIsSampled() {
        List<String> said =
                plan(
                        "--stream",
                        "gate",
                        "--start",
                        "2026-03-01T09:01:00Z",
                        "--end",
                        "2026-03-01T09:01:38Z",
                        "--every",
                        "7",
                        "--tracks",
                        "video",
                        "--price-per-gb",
                        "1000",
                        "--output",
                        "unused",
                        "--checkpoint-interval",
                        "1 s");

        List<StoredFragment> read =
                archive.fragments("gate").skip(30).limit(20).toList().stream()
                        .filter(
                                fragment ->
                                        Duration.between(
                                                                        START.plusSeconds(3660),
                                                                        fragment
                                                                                .producerTimestamp())
                                                                .toSeconds()
                                                        % 14
                                                == 0)
                        .toList();
        long bytes = read.stream().mapToLong(StoredFragment::size).sum();
        assertThat(read).hasSize(3);
        assertThat(said)
                .anyMatch(line -> line.matches("  gate +20  2026-03-01T09:01:00Z .*"))
                .anyMatch(line -> isReadingRow(line, "gate", 3, bytes))
                .contains(
                        "--tracks and --key-frames-only don't change what is paid: fragments are"
                                + " read whole.")
                .anyMatch(line -> line.startsWith("At 1000 USD per GB;"));
    }

    @Test
    void tellsThatAStreamHoldsNothing() {
        assertThat(plan("--stream", "unused"))
                .anyMatch(line -> line.matches("  unused +0 +- +- +0\\.0 s +0 +0\\.0 s"))
                .anyMatch(line -> line.matches("  unused +0 +0 +0 B +- +- +0\\.00"));
    }

    @Test
    void leavesBrokenStreamsOutIfItIsTold() {
        assertThat(plan("--stream", "gate", "--stream", "nowhere", "--on-broken-stream", "skip"))
                .anyMatch(line -> line.startsWith("Left out: ") && line.contains("'nowhere'"))
                .anyMatch(line -> line.startsWith("  gate "))
                .noneMatch(line -> line.startsWith("  nowhere "));
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertFails(
                2,
                "'free' is not a price of 0 or more, such as 0.0085",
                "--stream",
                "gate",
                "--price-per-gb",
                "free");
        assertFails(2, "'-1' is not a price", "--stream", "gate", "--price-per-gb", "-1");
        assertFails(2, "Missing required option: '--stream=NAME'");
        assertFails(1, "stream 'nowhere' failed: ResourceNotFound", "--stream", "nowhere");
        assertFails(1, "begins with 'garden'", "--stream-prefix", "garden");
    }

    private static boolean isReadingRow(String line, String name, int fragments, long bytes) {
        return line.matches(
                String.format(
                        Locale.ROOT,
                        "  %s +%d +%,d +\\d.* [kM]B +\\d.* s  +(bandwidth|fragments/s|listing)"
                                + " +\\d.*",
                        name,
                        fragments,
                        bytes));
    }

    private static long bytesOf(String stream) {
        return archive.fragments(stream).mapToLong(StoredFragment::size).sum();
    }

    private static List<String> plan(String... arguments) {
        Terminal terminal = assertRuns(command(arguments));
        assertThat(archive.requests().count("ListFragments")).isPositive();
        assertThat(archive.requests().count("GetMediaForFragmentList")).isZero();
        assertThat(terminal.output())
                .filteredOn(line -> !line.startsWith("Left out: "))
                .allMatch(line -> line.length() <= TERMINAL_COLUMNS);
        return terminal.output();
    }

    private static void assertFails(int exitCode, String message, String... arguments) {
        Terminal.assertFails(exitCode, message, command(arguments));
    }

    private static String[] command(String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "plan",
                                "--region",
                                archive.region(),
                                "--endpoint",
                                archive.endpoint().toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
