/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.service.Plane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are broken on purpose. */
class BodyFaultsTest {

    private LocalKvsArchive archive;
    private RawHttp http;
    private SdkClients sdk;
    private List<String> numbers;
    private byte[] whole;

    @BeforeEach
    void start() throws IOException {
        archive = LocalKvsArchive.start();
        http = new RawHttp(archive);
        sdk = new SdkClients(archive);
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setFragmentCount(5)
                        .setTracks(GeneratedTrack.video(10, 2_000, 4_000))
                        .build());
        numbers = archive.fragments("camera").map(StoredFragment::fragmentNumber).toList();
        whole = bytesOf(numbers);
    }

    @AfterEach
    void stop() {
        sdk.close();
        archive.close();
    }

    @Test
    void resetsTheConnectionInTheMiddle() throws Exception {
        archive.setFaults(Faults.none().withSeed(1).withReset(When.first(1)));

        Received first = receive();

        assertThat(first.end()).isEqualTo("reset");
        assertPrefix(first.body());
        assertThat(receive().body()).isEqualTo(whole);
        assertThat(archive.requests().count(Fault.RESET, "camera")).isEqualTo(1);
        archive.setFaults(Faults.none().withSeed(1).withReset(When.first(1)));
        assertThat(receive()).usingRecursiveComparison().isEqualTo(first);
    }

    /** Closing waits for the threads that count. */
    @Test
    void countsWhatIsSentHoweverItEnds() throws Exception {
        archive.setFaults(Faults.none().withCut(When.first(1)));
        Received cut = receive();
        Received entire = receive();

        archive.close();

        assertThat(cut.body().length).isBetween(1, whole.length - 1);
        assertThat(archive.requests().sentBytes())
                .isEqualTo(cut.body().length + entire.body().length);
    }

    @Test
    void cutsTheFragmentThatIsNamedWithoutALastChunk() throws Exception {
        archive.setFaults(Faults.none().withCut(When.fragments(List.of(numbers.get(3)))));

        Received cut = receive();

        assertThat(cut.end()).isEqualTo("end of connection");
        assertPrefix(cut.body());
        assertThat(cut.body())
                .hasSizeBetween(
                        bytesOf(numbers.subList(0, 3)).length + 1,
                        bytesOf(numbers.subList(0, 4)).length - 1);
        assertThatThrownBy(() -> sdk.media("camera", numbers)).isInstanceOf(IOException.class);
        assertThat(sdk.media("camera", numbers.subList(0, 3)))
                .isEqualTo(bytesOf(numbers.subList(0, 3)));
        assertThat(archive.requests().count(Fault.CUT)).isEqualTo(2);
    }

    @Test
    void endsEarlyAsIfTheBodyWereWhole() throws Exception {
        archive.setFaults(Faults.none().withEarlyEnd(When.first(2)));

        assertPrefix(sdk.media("camera", numbers));
        Received early = receive();
        assertThat(early.end()).isEqualTo("last chunk");
        assertPrefix(early.body());
        assertThat(sdk.media("camera", numbers)).isEqualTo(whole);
        assertThat(archive.requests().count(Fault.EARLY_END)).isEqualTo(2);
    }

    @Test
    void endsEarlyAtABorder() throws Exception {
        archive.setFaults(
                Faults.none().withEarlyEndAtBorder(When.fragments(List.of(numbers.get(2)))));

        assertThat(sdk.media("camera", numbers)).isEqualTo(bytesOf(numbers.subList(0, 2)));
        assertThat(sdk.media("camera", numbers.subList(2, 4))).isEmpty();
        assertThat(archive.requests().count(Fault.EARLY_END_AT_BORDER)).isEqualTo(2);
    }

    @Test
    void stallsForGood() throws Exception {
        archive.setFaults(
                Faults.none().withStalled(ChronoUnit.FOREVER.getDuration(), When.first(1)));

        Received stalled = receive();

        assertThat(stalled.end()).isEqualTo("silence");
        assertPrefix(stalled.body());
        assertThat(archive.requests().count(Fault.STALLED)).isEqualTo(1);
    }

    @Test
    void goesOnAfterAStall() throws Exception {
        Duration stall = Duration.ofMillis(150);
        archive.setFaults(Faults.none().withStalled(stall, When.always()));

        long before = System.nanoTime();
        assertThat(sdk.media("camera", numbers)).isEqualTo(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(stall);
    }

    @Test
    void stallsABodyAndThenCutsIt() throws Exception {
        archive.setFaults(
                Faults.none()
                        .withStalled(Duration.ofMillis(1), When.always())
                        .withCut(When.always()));

        Received cut = receive();

        assertThat(cut.end()).isEqualTo("end of connection");
        assertPrefix(cut.body());
    }

    @Test
    void sendsFragmentsInAnotherOrder() throws IOException {
        archive.setFaults(Faults.none().withSeed(3).withReordered(When.always()));

        List<String> came = numbersOf(sdk.media("camera", numbers));

        assertThat(came).containsExactlyInAnyOrderElementsOf(numbers).isNotEqualTo(numbers);
        assertThat(numbersOf(sdk.media("camera", numbers.subList(0, 2))))
                .containsExactly(numbers.get(1), numbers.get(0));
        assertThat(archive.requests().count(Fault.REORDERED)).isEqualTo(2);
        // One alone has no other order.
        assertThat(numbersOf(sdk.media("camera", numbers.subList(0, 1)))).hasSize(1);
        assertThat(archive.requests().count(Fault.REORDERED)).isEqualTo(2);
    }

    @Test
    void sendsAFragmentTwice() throws IOException {
        archive.setFaults(Faults.none().withRepeated(When.fragments(List.of(numbers.get(1)))));

        List<String> expected = new ArrayList<>(numbers);
        expected.add(numbers.get(1));
        assertThat(sdk.media("camera", numbers)).isEqualTo(bytesOf(expected));
        assertThat(archive.requests().count(Fault.REPEATED)).isEqualTo(1);
    }

    @Test
    void sendsAnErrorSegmentInPlaceOfAFragmentForSomeAsks() throws IOException {
        archive.setFaults(
                Faults.none()
                        .withInBandError(When.fragments(List.of(numbers.get(1))).withFirst(1)));

        byte[] body = sdk.media("camera", numbers.subList(0, 3));

        byte[] before = bytesOf(numbers.subList(0, 1));
        byte[] after = bytesOf(numbers.subList(2, 3));
        assertThat(Arrays.copyOf(body, before.length)).isEqualTo(before);
        assertThat(Arrays.copyOfRange(body, body.length - after.length, body.length))
                .isEqualTo(after);
        assertIsError(
                Arrays.copyOfRange(body, before.length, body.length - after.length),
                numbers.get(1));
        assertThat(sdk.media("camera", numbers)).isEqualTo(whole);
        assertThat(archive.requests().count(Fault.IN_BAND_ERROR)).isEqualTo(1);
    }

    @Test
    void sendsNothingAfterAnErrorSegment() throws IOException {
        archive.setFaults(
                Faults.none().withInBandErrorAtEnd(When.fragments(List.of(numbers.get(1)))));

        byte[] body = sdk.media("camera", numbers);

        byte[] before = bytesOf(numbers.subList(0, 1));
        assertThat(Arrays.copyOf(body, before.length)).isEqualTo(before);
        assertIsError(Arrays.copyOfRange(body, before.length, body.length), numbers.get(1));
        assertThat(archive.requests().count(Fault.IN_BAND_ERROR_AT_END)).isEqualTo(1);
    }

    @Test
    void corruptsSomeBytesOfAFragment() throws IOException {
        archive.setFaults(
                Faults.none().withCorrupted(When.fragments(List.of(numbers.get(1))).withFirst(1)));

        byte[] body = sdk.media("camera", numbers);

        int start = bytesOf(numbers.subList(0, 1)).length;
        int end = bytesOf(numbers.subList(0, 2)).length;
        assertThat(body).hasSameSizeAs(whole);
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < body.length; i++) {
            if (body[i] != whole[i]) {
                changed.add(i);
            }
        }
        assertThat(changed).hasSizeBetween(1, 16).allMatch(i -> i >= start && i < end);
        assertThat(sdk.media("camera", numbers)).isEqualTo(whole);
        assertThat(archive.requests().count(Fault.CORRUPTED)).isEqualTo(1);
    }

    @Test
    void sendsGarbageInPlaceOfAFragment() throws IOException {
        archive.setFaults(Faults.none().withReplaced(When.fragments(List.of(numbers.get(0)))));

        byte[] body = sdk.media("camera", numbers);

        int garbage = bytesOf(numbers.subList(0, 1)).length;
        assertThat(body).hasSameSizeAs(whole);
        assertThat(body[0]).isZero();
        assertThat(Arrays.copyOf(body, garbage)).isNotEqualTo(Arrays.copyOf(whole, garbage));
        assertThat(Arrays.copyOfRange(body, garbage, body.length))
                .isEqualTo(Arrays.copyOfRange(whole, garbage, whole.length));
        assertThat(archive.requests().count(Fault.REPLACED)).isEqualTo(1);
    }

    @Test
    void choosesTheSameShareOfFragmentsWheneverTheyAreAsked() throws Exception {
        archive.addGeneratedStream(GeneratedStream.builder("long").setFragmentCount(100).build());
        List<String> all = archive.fragments("long").map(StoredFragment::fragmentNumber).toList();
        Faults faults = Faults.none().withSeed(5).withInBandError(When.share(0.2));
        archive.setFaults("long", faults);
        List<String> failed = new ArrayList<>();
        for (String number : all) {
            if (isError(medium(number))) {
                failed.add(number);
            }
        }
        assertThat(failed).hasSizeBetween(10, 30);
        archive.setFaults("long", faults);
        for (String number : failed) {
            assertThat(isError(medium(number))).isTrue();
        }
    }

    private byte[] medium(String number) throws Exception {
        return http.post(
                        Plane.MEDIA,
                        "/getMediaForFragmentList",
                        RawHttp.media("long", List.of(number)))
                .body()
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isError(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .contains("AWS_KINESISVIDEO_ERROR_CODE");
    }

    private static void assertIsError(byte[] document, String number) {
        String text = new String(document, StandardCharsets.ISO_8859_1);
        assertThat(text)
                .startsWith("\u001aE\u00df\u00a3")
                .containsSubsequence(
                        "AWS_KINESISVIDEO_ERROR_CODE",
                        "FRAGMENT_NOT_FOUND",
                        "AWS_KINESISVIDEO_ERROR_ID",
                        "3000",
                        "AWS_KINESISVIDEO_FRAGMENT_NUMBER",
                        number);
        // Neither Tracks nor a Cluster.
        assertThat(text).doesNotContain("\u0016T\u00aek", "\u001fC\u00b6u");
    }

    private void assertPrefix(byte[] body) {
        assertThat(body).hasSizeBetween(1, whole.length - 1);
        assertThat(body).isEqualTo(Arrays.copyOf(whole, body.length));
    }

    private static List<String> numbersOf(byte[] body) {
        return ReadDocument.readAll(body).stream().map(ReadDocument::fragmentNumber).toList();
    }

    private byte[] bytesOf(List<String> fragments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String number : fragments) {
            bytes.write(archive.readFragment("camera", number));
        }
        return bytes.toByteArray();
    }

    /** What came of a body, and how it ended. */
    private record Received(byte[] body, String end) {}

    private Received receive() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (Socket socket = http.connect(Plane.MEDIA)) {
            socket.getOutputStream()
                    .write(
                            RawHttp.bytes(
                                    "/getMediaForFragmentList", RawHttp.media("camera", numbers)));
            assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
            while (!RawHttp.firstLine(socket).equals("\n")) {
                // The rest of the head.
            }
            socket.setSoTimeout(300);
            String end = readChunks(socket, body);
            return new Received(body.toByteArray(), end);
        }
    }

    private static String readChunks(Socket socket, ByteArrayOutputStream body) throws IOException {
        InputStream in = socket.getInputStream();
        in.read();
        try {
            while (true) {
                String size = RawHttp.firstLine(socket);
                if (size.isEmpty()) {
                    return "end of connection";
                }
                in.read();
                int length = Integer.parseInt(size.strip(), 16);
                if (length == 0) {
                    return "last chunk";
                }
                for (int i = 0; i < length; i++) {
                    body.write(in.read());
                }
                in.skipNBytes(2);
            }
        } catch (SocketTimeoutException e) {
            return "silence";
        } catch (SocketException e) {
            return "reset";
        }
    }
}
