/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DataEndpointsTest {

    private static final StreamReference CAMERA = new StreamReference("camera");
    private static final StreamReference DOOR = new StreamReference("door");

    private final List<String> lookUps = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final DataEndpoints endpoints = new DataEndpoints(this::lookUp, () -> now);

    @Test
    void asksOnceForEachStreamAndApi() throws Exception {
        for (int i = 0; i < 3; i++) {
            endpoints.get(CAMERA, "LIST");
            endpoints.get(CAMERA, "MEDIA");
            endpoints.get(DOOR, "LIST");
        }

        assertThat(lookUps).containsExactly("camera LIST", "camera MEDIA", "door LIST");
        assertThat(endpoints.get(CAMERA, "MEDIA")).isEqualTo(answer(2));
    }

    @Test
    void keepsAnAnswerFor45Minutes() throws Exception {
        endpoints.get(CAMERA, "LIST");

        now = now.plus(Duration.ofMinutes(45)).minusMillis(1);
        assertThat(endpoints.get(CAMERA, "LIST")).isEqualTo(answer(1));
        now = now.plusMillis(1);
        assertThat(endpoints.get(CAMERA, "LIST")).isEqualTo(answer(2));
    }

    @Test
    void asksAnewForWhatHasExpiredAndForNothingElse() throws Exception {
        endpoints.get(CAMERA, "LIST");
        endpoints.get(CAMERA, "MEDIA");

        endpoints.expire(CAMERA, "LIST");

        assertThat(endpoints.get(CAMERA, "LIST")).isEqualTo(answer(3));
        assertThat(endpoints.get(CAMERA, "MEDIA")).isEqualTo(answer(2));
    }

    @Test
    void keepsAnEndpointThatWasFoundOutElsewhere() throws Exception {
        URI elsewhere = URI.create("https://b-elsewhere.test");

        assertThat(endpoints.getOrKeep(CAMERA, "MEDIA", elsewhere)).isEqualTo(elsewhere);
        now = now.plus(Duration.ofMinutes(44));
        assertThat(endpoints.get(CAMERA, "MEDIA")).isEqualTo(elsewhere);
        assertThat(lookUps).isEmpty();
    }

    @Test
    void prefersItsOwnAnswerToOneFromElsewhere() throws Exception {
        endpoints.get(CAMERA, "MEDIA");

        assertThat(endpoints.getOrKeep(CAMERA, "MEDIA", URI.create("https://b-stale.test")))
                .isEqualTo(answer(1));
    }

    @Test
    void asksRatherThanTakesUpAgainWhatHasExpired() throws Exception {
        URI elsewhere = URI.create("https://b-elsewhere.test");
        endpoints.getOrKeep(CAMERA, "MEDIA", elsewhere);

        endpoints.expire(CAMERA, "MEDIA");

        assertThat(endpoints.getOrKeep(CAMERA, "MEDIA", elsewhere)).isEqualTo(answer(1));
    }

    @Test
    void asksOnceForAllWhoAskAtTheSameTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        DataEndpoints slow =
                new DataEndpoints(
                        (stream, api) -> {
                            asked.countDown();
                            awaitUninterrupted(answered);
                            return lookUp(stream, api);
                        },
                        () -> now);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<URI>> results = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                results.add(callers.submit(() -> slow.get(CAMERA, "LIST")));
            }
            asked.await();
            answered.countDown();
            for (Future<URI> result : results) {
                assertThat(result.get()).isEqualTo(answer(1));
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(lookUps).containsExactly("camera LIST");
    }

    @Test
    void doesNotKeepAFailure() throws Exception {
        List<ArchiveServiceException> failures = new ArrayList<>();
        failures.add(
                new ArchiveServiceException(ServiceErrorKind.UNAVAILABLE, "out of order", null));
        DataEndpoints failing =
                new DataEndpoints(
                        (stream, api) -> {
                            if (!failures.isEmpty()) {
                                throw failures.remove(0);
                            }
                            return lookUp(stream, api);
                        },
                        () -> now);

        assertThatThrownBy(() -> failing.get(CAMERA, "LIST")).hasMessage("out of order");
        assertThat(failing.get(CAMERA, "LIST")).isEqualTo(answer(1));
    }

    @Test
    void doesNotFallBackOnAnExpiredAnswerWhenTheLookUpFails() throws Exception {
        List<URI> answers = new ArrayList<>(List.of(answer(1)));
        DataEndpoints failing =
                new DataEndpoints(
                        (stream, api) -> {
                            if (answers.isEmpty()) {
                                throw new ArchiveServiceException(
                                        ServiceErrorKind.NOT_FOUND, "gone", null);
                            }
                            return answers.remove(0);
                        },
                        () -> now);
        failing.get(CAMERA, "LIST");
        failing.expire(CAMERA, "LIST");

        assertThatThrownBy(() -> failing.get(CAMERA, "LIST")).hasMessage("gone");
    }

    private URI lookUp(StreamReference stream, String api) {
        lookUps.add(stream + " " + api);
        return answer(lookUps.size());
    }

    private static URI answer(int number) {
        return URI.create("https://b-" + number + ".test");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
