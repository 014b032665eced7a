/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import static io.kvsarchive.examples.Terminal.assertFails;
import static io.kvsarchive.examples.Terminal.assertRuns;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AnyCredentials.class)
class CatalogITCase {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private static LocalKvsArchive archive;

    @TempDir private Path directory;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("gate")
                        .setStart(START)
                        .setFragmentDuration(Duration.ofSeconds(2))
                        .setFragmentCount(50)
                        .setTracks(
                                GeneratedTrack.video(5, 100, 2000), GeneratedTrack.text(1, 0, 40))
                        .setTagBefore("site", "north")
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
        archive.addGeneratedStream(GeneratedStream.builder("yard").setFragmentCount(7).build());
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @Test
    void writesALineOfAllFieldsForEachFrame() throws Exception {
        assertRuns(catalog("--stream", "gate", "--stream", "yard", "--parallelism", "3"));

        assertThat(Catalog.lines(output(), "gate"))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truthOfGate(0, 49));
        assertThat(Catalog.lines(output(), "yard")).hasSize(7 * 30);
    }

    @Test
    void readsARangeByEitherTimestamp() throws Exception {
        Instant start = START.plusSeconds(20);
        Instant end = START.plusSeconds(30);

        assertRuns(
                catalog(
                        "--stream",
                        archive.streamArn("gate"),
                        "--start",
                        start.toString(),
                        "--end",
                        end.toString()));
        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truthOfGate(10, 15));
    }

    @Test
    void readsARangeByServerTimestamps() throws Exception {
        List<StoredFragment> fragments = archive.fragments("gate").toList();

        assertRuns(
                catalog(
                        "--stream",
                        "gate",
                        "--selector",
                        "server",
                        "--start",
                        fragments.get(3).serverTimestamp().toString(),
                        "--end",
                        fragments.get(5).serverTimestamp().toString()));
        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truthOfGate(3, 5));
    }

    @Test
    void saysInOneLineThatAStreamIsUnknown() {
        assertFails(
                1,
                "stream 'nowhere' failed: ResourceNotFoundException",
                catalog("--stream", "gate", "--stream", "nowhere"));
    }

    @Test
    void triesAgainToReachAStreamThatIsThrottledForAMoment() {
        archive.setFaults(
                "gate",
                Faults.none().withThrottled(When.first(3).withOperations("GetDataEndpoint")));

        assertRuns(catalog("--stream", "gate"));
    }

    @Test
    void saysInOneLineThatCredentialsAreRefused() {
        assertFails(
                1,
                "Check the credentials",
                "catalog",
                "--stream",
                "gate",
                "--region",
                "eu-west-1",
                "--endpoint",
                archive.endpoint().toString(),
                "--output",
                output().toString());
    }

    @Test
    void saysInOneLineThatAnEndpointDoesNotAnswer() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        assertFails(
                1,
                "Connection refused",
                "catalog",
                "--stream",
                "gate",
                "--region",
                archive.region(),
                "--endpoint",
                "http://127.0.0.1:" + closedPort,
                "--output",
                output().toString());
    }

    @Test
    void saysInOneLineWhichFragmentIsLost() {
        String lost = loseFragmentOfGate(30);

        assertFails(
                1,
                "Stream 'gate': fragment " + lost + " is lost (UNREADABLE): not read in",
                catalog("--stream", "gate"));
    }

    @Test
    void goesOnWithoutALostFragmentIfItIsTold() throws Exception {
        loseFragmentOfGate(30);

        assertRuns(
                catalog(
                        "--stream",
                        "gate",
                        "--on-lost-fragment",
                        "skip",
                        "--checkpoint-interval",
                        "100 ms"));

        List<String> truth = new ArrayList<>(truthOfGate(0, 29));
        truth.addAll(truthOfGate(31, 49));
        assertThat(Catalog.lines(output(), "gate"))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truth);
    }

    @Test
    void readsAllStreamsWhoseNamesBeginSo() throws Exception {
        Terminal terminal = assertRuns(catalog("--stream-prefix", "ya"));

        assertThat(Catalog.lines(output())).hasSize(7 * 30);
        assertThat(Catalog.lines(output(), "yard")).hasSize(7 * 30);
        assertThat(terminal.output())
                .startsWith("Reading all streams whose names begin with 'ya' ...");
    }

    @Test
    void readsOneFragmentInSoManyInOrder() throws Exception {
        assertRuns(
                catalog(
                        "--stream",
                        "gate",
                        "--start",
                        START.toString(),
                        "--every",
                        "20",
                        "--order",
                        "ordered",
                        "--quota-share",
                        "0.5"));

        List<String> truth = new ArrayList<>(truthOfGate(0, 0));
        truth.addAll(truthOfGate(20, 20));
        truth.addAll(truthOfGate(40, 40));
        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truth);
    }

    @Test
    void readsOneFragmentInSoMuchTime() throws Exception {
        assertRuns(catalog("--stream", "gate", "--start", START.toString(), "--every", "50s"));

        List<String> truth = new ArrayList<>(truthOfGate(0, 0));
        truth.addAll(truthOfGate(25, 25));
        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truth);
    }

    @Test
    void readsTheFramesOfSomeTracksAndCountsTheirFragments() throws Exception {
        Terminal terminal = assertRuns(catalog("--stream", "gate", "--tracks", "nonesuch,2"));

        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(
                        truthOfGate(0, 49).stream()
                                .filter(line -> line.contains("\"track_number\":2"))
                                .toList());
        assertThat(terminal.output()).anyMatch(line -> line.contains(" frames of 50 fragments"));
    }

    @Test
    void readsKeyFramesOnly() throws Exception {
        assertRuns(catalog("--stream", "gate", "--tracks", "video", "--key-frames-only"));

        List<String> truth =
                truthOfGate(0, 49).stream()
                        .filter(line -> line.contains("\"track_number\":1"))
                        .filter(line -> line.contains("\"key_frame\":true"))
                        .toList();
        assertThat(truth).hasSize(50);
        assertThat(Catalog.lines(output()))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrderElementsOf(truth);
    }

    @Test
    void goesOnWithoutABrokenStreamIfItIsTold() throws Exception {
        Terminal terminal =
                assertRuns(
                        catalog(
                                "--stream",
                                "nowhere",
                                "--stream",
                                "yard",
                                "--on-broken-stream",
                                "skip"));

        assertThat(Catalog.lines(output(), "yard")).hasSize(7 * 30);
        assertThat(terminal.output())
                .anyMatch(line -> line.startsWith("Left out: GetDataEndpoint for"))
                .anyMatch(line -> line.contains("of stream 'nowhere' failed"));
    }

    @Test
    void saysInOneLineThatAllStreamsAreUnknown() {
        assertFails(
                1,
                "stream 'nothing' failed: ResourceNotFoundException",
                catalog(
                        "--stream",
                        "nowhere",
                        "--stream",
                        "nothing",
                        "--on-broken-stream",
                        "skip"));
    }

    @Test
    void saysInOneLineThatNoStreamHasThePrefix() {
        assertFails(
                1,
                "No stream that keeps fragments has a name that begins with 'garden'",
                catalog("--stream-prefix", "garden"));
    }

    @Test
    void saysInOneLineThatStreamsCanNotBeLookedFor() {
        assertFails(
                1,
                "Check the credentials",
                "catalog",
                "--stream-prefix",
                "ga",
                "--region",
                "eu-west-1",
                "--endpoint",
                archive.endpoint().toString(),
                "--output",
                output().toString());
    }

    private static String loseFragmentOfGate(int index) {
        String lost = archive.fragments("gate").toList().get(index).fragmentNumber();
        archive.setFaults("gate", Faults.none().withReplaced(When.fragments(List.of(lost))));
        return lost;
    }

    @AfterEach
    void mendArchive() {
        archive.clearFaults();
    }

    @Test
    void saysInOneLineWhichArgumentIsWrong() {
        assertFails(
                2,
                "'soon' is not a duration such as",
                catalog("--stream", "gate", "--checkpoint-interval", "soon"));
        assertFails(
                2,
                "'1 ms' is too short",
                catalog("--stream", "gate", "--checkpoint-interval", "1 ms"));
        assertFails(
                2,
                "expected one of [FAIL, SKIP]",
                catalog("--stream", "gate", "--on-lost-fragment", "cry"));
        assertFails(2, "'yesterday' is not an ISO-8601", catalog("--start", "yesterday"));
        assertFails(2, "Missing required option: '--stream=NAME'", catalog());
        assertFails(
                2,
                "'often' is neither a time of at least 1 ms, such as 10s or 5min, nor a number of"
                        + " fragments from 1 to",
                catalog("--stream", "gate", "--every", "often"));
        assertFails(2, "'0' is neither", catalog("--stream", "gate", "--every", "0"));
        assertFails(2, "'0s' is neither", catalog("--stream", "gate", "--every", "0s"));
        assertFails(
                2,
                "'video,,2' is not a list of tracks",
                catalog("--stream", "gate", "--tracks", "video,,2"));
        assertFails(
                2,
                "expected one of [PARALLEL, ORDERED]",
                catalog("--stream", "gate", "--order", "any"));
        assertFails(
                2,
                "expected one of [FAIL, SKIP]",
                catalog("--stream", "gate", "--on-broken-stream", "cry"));
        assertFails(
                2,
                "'much' is not a share above 0 and at most 1, such as 0.8",
                catalog("--stream", "gate", "--quota-share", "much"));
        assertFails(
                1,
                "--quota-share is 1.1; it must be above 0 and at most 1",
                catalog("--stream", "gate", "--quota-share", "1.1"));
        assertFails(
                1,
                "'a b' can't be what the name of a stream begins with",
                catalog("--stream-prefix", "a b"));
        assertFails(
                1,
                "is after the end timestamp",
                catalog(
                        "--stream",
                        "gate",
                        "--start",
                        "2026-01-02T00:00:00Z",
                        "--end",
                        "2026-01-01T00:00:00Z"));
        assertFails(1, "neither the name of a video stream", catalog("--stream", "a b"));
        assertFails(1, "at least 1", catalog("--stream", "gate", "--parallelism", "0"));
        assertFails(2, "Unmatched argument", "nonsense");
        assertFails(
                1,
                "Option 'aws.endpoint' is 'nonsense'",
                "catalog",
                "--stream",
                "gate",
                "--region",
                "r",
                "--endpoint",
                "nonsense");
    }

    @Test
    void refusesToMixItsOutputWithOtherFiles() throws IOException {
        Files.createDirectories(output());
        Files.writeString(output().resolve("other"), "other");

        assertFails(1, "is not empty", catalog("--stream", "gate"));
    }

    private Path output() {
        return directory.resolve("output");
    }

    private String[] catalog(String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "catalog",
                                "--region",
                                archive.region(),
                                "--endpoint",
                                archive.endpoint().toString(),
                                "--output",
                                output().toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private static List<String> truthOfGate(int from, int to) {
        List<StoredFragment> fragments = archive.fragments("gate").toList();
        List<String> lines = new ArrayList<>();
        for (int place = from; place <= to; place++) {
            StoredFragment fragment = fragments.get(place);
            List<GeneratedFrame> frames =
                    archive.generatedFrames("gate", fragment.fragmentNumber());
            for (int index = 0; index < frames.size(); index++) {
                lines.add(line(fragment, place, frames.get(index), index));
            }
        }
        return lines;
    }

    private static String line(
            StoredFragment fragment, int place, GeneratedFrame frame, int index) {
        boolean isVideo = frame.track() == 1;
        CRC32 crc32 = new CRC32();
        crc32.update(frame.payload());
        return String.format(
                "{\"stream\":\"gate\",\"fragment_number\":\"%s\",\"frame_index\":%d,"
                        + "\"track_number\":%d,\"track_name\":\"%s\",\"codec_id\":\"%s\","
                        + "\"key_frame\":%b,\"timestamp\":\"%s\",\"producer_timestamp\":\"%s\","
                        + "\"server_timestamp\":\"%s\",\"size\":%d,\"crc32\":\"%08x\","
                        + "\"fragment_tags\":{\"site\":\"north\",\"place\":\"%d\"}}",
                fragment.fragmentNumber(),
                index,
                frame.track(),
                isVideo ? "video" : "text",
                isVideo ? "V_MPEG4/ISO/AVC" : "S_TEXT/UTF8",
                frame.isKeyFrame(),
                fragment.producerTimestamp().plus(frame.offset()),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                frame.payload().length,
                crc32.getValue(),
                place);
    }
}
