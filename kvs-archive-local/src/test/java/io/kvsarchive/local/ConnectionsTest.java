/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.kvsarchive.local.service.Plane;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow, rude and broken connections. */
class ConnectionsTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir private Path folder;
    private LocalKvsArchive archive;
    private RawHttp http;
    private List<String> largeFragments;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
        http = new RawHttp(archive);
        archive.addGeneratedStream(GeneratedStream.builder("camera").setFragmentCount(3).build());
        archive.addGeneratedStream(
                GeneratedStream.builder("large")
                        .setFragmentCount(1000)
                        .setTracks(GeneratedTrack.video(1, MEGABYTE, MEGABYTE))
                        .build());
        largeFragments = archive.fragments("large").map(StoredFragment::fragmentNumber).toList();
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void servesManyRequestsOnAConnection() throws Exception {
        String number = archive.fragments("camera").findFirst().orElseThrow().fragmentNumber();
        byte[] request =
                RawHttp.bytes("/getMediaForFragmentList", RawHttp.media("camera", List.of(number)));
        try (Socket socket = http.connect(Plane.MEDIA)) {
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write(request);
                assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
                RawHttp.readToLastChunk(socket.getInputStream());
            }
        }
        assertThat(archive.requests().count("GetMediaForFragmentList", "camera")).isEqualTo(5);
    }

    @Test
    void holdsUpNothingAndFillsNoMemoryForClientsThatDoNotRead() throws Exception {
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                clients.add(askForMedia("large", largeFragments));
            }
            // Ten bodies of 2 GB are under way, and other requests are served meanwhile.
            for (int i = 0; i < 20; i++) {
                assertServes();
            }
            long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertThat(used).isLessThan(64L * MEGABYTE);
        } finally {
            for (Socket client : clients) {
                abort(client);
            }
        }
        assertServes();
    }

    @Test
    void leavesNoFileOpenAfterAbortedBodies() throws Exception {
        Path body = folder.resolve("body.mkv");
        for (String number : largeFragments.subList(0, 5)) {
            Files.write(
                    body,
                    archive.readFragment("large", number),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        archive.addRecordedBody("recorded", body);
        List<String> numbers =
                archive.fragments("recorded").map(StoredFragment::fragmentNumber).toList();
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assertServes();
        long before = system.getOpenFileDescriptorCount();

        for (int i = 0; i < 20; i++) {
            abort(askForMedia("recorded", numbers));
        }

        Instant limit = Instant.now().plus(Duration.ofSeconds(10));
        while (system.getOpenFileDescriptorCount() > before + 2 && Instant.now().isBefore(limit)) {
            Thread.sleep(10);
        }
        assertThat(system.getOpenFileDescriptorCount()).isLessThanOrEqualTo(before + 2);
    }

    @Test
    void cutsABodyWhoseFileIsGone() throws Exception {
        Path body = folder.resolve("body.mkv");
        Files.write(body, archive.readFragment("large", largeFragments.get(0)));
        archive.addRecordedBody("recorded", body);
        Files.delete(body);

        assertThatThrownBy(
                        () ->
                                http.client()
                                        .send(
                                                http.request(
                                                        Plane.MEDIA,
                                                        "/getMediaForFragmentList",
                                                        RawHttp.media(
                                                                "recorded",
                                                                List.of(largeFragments.get(0)))),
                                                BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
        assertServes();
    }

    @Test
    void acceptsARequestInSmallPieces() throws Exception {
        try (Socket socket = http.connect(Plane.CONTROL)) {
            socket.setTcpNoDelay(true);
            for (byte b : RawHttp.bytes("/listStreams", "{}")) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            assertThat(RawHttp.firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void refusesTooLargeABody() throws Exception {
        try (Socket socket = http.connect(Plane.LISTING)) {
            socket.getOutputStream().write(RawHttp.bytes("/listFragments", 2 * MEGABYTE, ""));
            assertThat(RawHttp.firstLine(socket)).startsWith("HTTP/1.1 413");
        }
        assertServes();
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        for (String text : List.of("what is this?", "POST /listStreams FTP/1.0", "abc")) {
            try (Socket socket = http.connect(Plane.CONTROL)) {
                socket.getOutputStream()
                        .write((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(RawHttp.firstLine(socket)).as(text).startsWith("HTTP/1.1 400");
            }
        }
    }

    @Test
    void breaksConnectionsAndFreesThePortsWhenClosed() throws Exception {
        archive.close();
        int port = startOnFourFreePorts();
        try (Socket socket = http.connect(Plane.CONTROL)) {
            archive.close();
            assertThat(isBroken(socket)).isTrue();
        }
        archive = LocalKvsArchive.start(LocalKvsArchiveConfig.builder().setPort(port).build());

        assertThat(archive.endpoint()).hasPort(port);
        assertThat(archive.address(Plane.LISTING)).hasPort(port + 1);
        assertThat(archive.address(Plane.MEDIA)).hasPort(port + 2);
        assertThat(archive.address(Plane.LIVE)).hasPort(port + 3);
    }

    /** A connection that the server has not yet accepted is reset, any other is ended. */
    private static boolean isBroken(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Others may take any port at any time, so several are tried. */
    private int startOnFourFreePorts() {
        UncheckedIOException last = null;
        for (int port = 20_100; port < 20_500; port += 10) {
            try {
                archive =
                        LocalKvsArchive.start(
                                LocalKvsArchiveConfig.builder().setPort(port).build());
                http = new RawHttp(archive);
                return port;
            } catch (UncheckedIOException e) {
                last = e;
            }
        }
        throw new AssertionError("No four ports in a row are free", last);
    }

    private void assertServes() throws Exception {
        assertThat(http.post(Plane.CONTROL, "/listStreams", "{}").statusCode()).isEqualTo(200);
        assertThat(
                        http.post(Plane.LISTING, "/listFragments", RawHttp.listing("0", "9e9"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(http.post(Plane.MEDIA, "/getMediaForFragmentList", "{}").statusCode())
                .isEqualTo(400);
    }

    private Socket askForMedia(String stream, List<String> numbers) throws IOException {
        Socket client = http.connect(Plane.MEDIA);
        client.getOutputStream()
                .write(RawHttp.bytes("/getMediaForFragmentList", RawHttp.media(stream, numbers)));
        assertThat(RawHttp.firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
        return client;
    }

    /** A reset rather than an end. */
    private static void abort(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }
}
