/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies end, and what becomes of what is under way when the service is closed. */
@Timeout(30)
class AwsArchiveServiceClosingTest {

    private static final String GET_DATA_ENDPOINT = "/getDataEndpoint";
    private static final String GET_MEDIA = "/getMediaForFragmentList";
    private static final StreamReference CAMERA = new StreamReference("camera");

    private final ScriptedServer server = ScriptedServer.start();
    private final ExecutorService caller = Executors.newSingleThreadExecutor();
    private final AwsArchiveService service = new AwsArchiveService(TestSettings.of(server.uri()));

    @AfterEach
    void stop() {
        service.close();
        server.close();
        caller.shutdownNow();
    }

    @Test
    void dropsTheConnectionOfABodyThatIsGivenUp() throws Exception {
        CompletableFuture<Void> dropped = new CompletableFuture<>();
        server.on(GET_MEDIA, connection -> sendForEver(connection, dropped));

        MediaBody body = getMedia();
        assertThat(body.stream().read()).isEqualTo('m');
        body.close();

        assertThat(dropped).succeedsWithin(Duration.ofSeconds(20));
        assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void canBeGivenUpTwiceAndAfterItsEnd() throws Exception {
        server.on(GET_MEDIA, ScriptedServer.answer(200, "video/webm", "media"));

        MediaBody body = getMedia();
        assertThat(body.stream().readAllBytes()).isEqualTo("media".getBytes(ISO_8859_1));
        body.close();
        body.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 5, media, true",
        "Transfer-Encoding: chunked, '5\r\nmedia\r\n0\r\n\r\n', true",
        "Connection: close, media, false"
    })
    void tellsWhetherHttpSaysWhereTheBodyEnds(String header, String content, boolean isDelimited)
            throws Exception {
        server.on(
                GET_MEDIA,
                connection ->
                        connection.write(
                                ("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + content)
                                        .getBytes(ISO_8859_1)));

        try (MediaBody body = getMedia()) {
            assertThat(body.stream().readAllBytes()).isEqualTo("media".getBytes(ISO_8859_1));
            assertThat(body.endIsDelimited()).isEqualTo(isDelimited);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 50, media", "Transfer-Encoding: chunked, '5\r\nmedia\r\n'"})
    void failsToReadADelimitedBodyThatIsCut(String header, String content) throws Exception {
        server.on(
                GET_MEDIA,
                connection ->
                        connection.write(
                                ("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + content)
                                        .getBytes(ISO_8859_1)));

        try (MediaBody body = getMedia()) {
            assertThatThrownBy(() -> body.stream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsAReadThatWaitsForBytes() throws Exception {
        CountDownLatch testIsOver = new CountDownLatch(1);
        server.on(
                GET_MEDIA,
                connection -> {
                    ScriptedServer.beginChunked(connection, "m".getBytes(ISO_8859_1));
                    testIsOver.await();
                });
        InputStream body = getMedia().stream();
        assertThat(body.read()).isEqualTo('m');
        Future<Integer> read = caller.submit(() -> body.read());

        service.close();

        assertFailsWith(read, IOException.class);
        testIsOver.countDown();
    }

    @Test
    void endsACallThatWaitsForItsAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch testIsOver = new CountDownLatch(1);
        server.on(
                GET_DATA_ENDPOINT,
                connection -> {
                    asked.countDown();
                    testIsOver.await();
                });
        Future<?> call = caller.submit(() -> service.mediaEndpoint(CAMERA));
        asked.await();

        service.close();

        assertFailsWith(call, ArchiveServiceException.class);
        testIsOver.countDown();
    }

    @Test
    void refusesCallsOnceItIsClosed() {
        service.close();

        assertThatThrownBy(() -> service.mediaEndpoint(CAMERA))
                .isInstanceOf(ArchiveServiceException.class)
                .hasMessageContaining("stream 'camera'");
        assertThatThrownBy(this::getMedia)
                .isInstanceOf(ArchiveServiceException.class)
                .hasMessageContaining("stream 'camera'");
        assertThat(server.calls()).isEmpty();
    }

    /** Far fewer calls than are made: whoever waits for a turn is let go by the end. */
    @ParameterizedTest
    @ValueSource(strings = {"/listStreams", "/describeStream", GET_DATA_ENDPOINT})
    void keepsToItsRatesUntilItIsClosed(String path) {
        server.on(path, ScriptedServer.error(400, "InvalidArgumentException", "As scripted"));
        double oneInADay = 1 / 86_400.0;
        AwsArchiveService paced =
                new AwsArchiveService(
                        TestSettings.of(server.uri()),
                        new CallRates(oneInADay, oneInADay, oneInADay));
        Map<String, ThrowingCallable> calls =
                Map.of(
                        "/listStreams",
                        () -> paced.listStreams("cam", Optional.empty()),
                        "/describeStream",
                        () -> paced.describe(CAMERA),
                        GET_DATA_ENDPOINT,
                        () -> paced.mediaEndpoint(CAMERA));
        assertThatThrownBy(calls.get(path)).isInstanceOf(ArchiveServiceException.class);
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        Future<?> second =
                caller.submit(
                        () -> {
                            waiting.complete(Thread.currentThread());
                            return catchThrowable(calls.get(path));
                        });
        while (waiting.join().getState() != Thread.State.TIMED_WAITING && !second.isDone()) {
            Thread.onSpinWait();
        }

        paced.close();

        assertThat(second).succeedsWithin(Duration.ofSeconds(20));
        assertThat(server.paths()).containsExactly(path);
    }

    private MediaBody getMedia() throws ArchiveServiceException {
        return service.getMedia(CAMERA, server.uri(), List.of("4711"));
    }

    private static void sendForEver(OutputStream connection, CompletableFuture<Void> dropped)
            throws IOException {
        try {
            ScriptedServer.beginChunked(connection, "media".getBytes(ISO_8859_1));
            while (true) {
                ScriptedServer.chunk(connection, new byte[1 << 16]);
            }
        } catch (IOException e) {
            dropped.complete(null);
            throw e;
        }
    }

    private static void assertFailsWith(Future<?> call, Class<? extends Throwable> type) {
        assertThat(call)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(type);
    }
}
