/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.junit.jupiter.api.Test;

/** What a reader counts of its requests and their answers. */
class MediaFiguresTest {

    private final MetricListener figures = new MetricListener();
    private final ReaderMetrics metrics =
            new ReaderMetrics(InternalSourceReaderMetricGroup.mock(figures.getMetricGroup()), true);

    @Test
    void countsRequestsRetriesAndRefusals() throws Exception {
        FakeArchiveService service =
                new FakeArchiveService()
                        .withMedia(numbers -> refuse(ServiceErrorKind.THROTTLED))
                        .withMedia(numbers -> refuse(ServiceErrorKind.CONNECTION_LIMIT))
                        .withMedia(numbers -> refuse(ServiceErrorKind.UNAVAILABLE))
                        .withMedia(numbers -> body("1"))
                        .withMedia(TestMedia::asAsked);
        KvsArchiveSplitReader reader = reader(service);

        reader.fetch();
        reader.fetch();

        for (String[] scope : new String[][] {{}, {"stream", "camera"}}) {
            assertThat(count(scope, "numRequests")).isEqualTo(5);
            assertThat(count(scope, "numRetries")).isEqualTo(4);
            assertThat(count(scope, "numThrottles")).isEqualTo(2);
            assertThat(count(scope, "numBytesRead")).isEqualTo(bytes("1", "2").length);
        }
    }

    @Test
    void countsAnAnswerAsOpenUntilItIsClosed() throws Exception {
        MeasuredBody body = new MeasuredBody(body("1"), metrics.ofStream("camera"), 0);
        assertThat(gauge("openConnections")).isEqualTo(1L);

        body.close();
        body.close();

        assertThat(gauge("openConnections")).isEqualTo(0L);
    }

    @Test
    void measuresUntilTheFirstByteOfAnAnswer() throws Exception {
        long asked = System.nanoTime() - Duration.ofHours(2).toNanos();
        MeasuredBody body = new MeasuredBody(body("1"), metrics.ofStream("camera"), asked);
        assertThat(gauge("timeToFirstByte")).isEqualTo(0L);

        InputStream stream = body.stream();
        assertThat(stream.read()).isEqualTo(0x1A);
        long first = gauge("timeToFirstByte");
        assertThat(stream.readAllBytes()).hasSize(bytes("1").length - 1);
        assertThat(stream.read()).isEqualTo(-1);

        assertThat(Duration.ofMillis(first)).isBetween(Duration.ofHours(2), Duration.ofHours(3));
        assertThat(gauge("timeToFirstByte")).isEqualTo(first);
        assertThat(count(new String[0], "numBytesRead")).isEqualTo(bytes("1").length);
    }

    @Test
    void tellsHowOldTheLatestFrameWasWhenItCame() throws Exception {
        Instant latest = TestBodies.parsed("1", TestMedia.FRAMES).frameTimes().orElseThrow().last();
        Instant before = Instant.now();

        reader(new FakeArchiveService().withMedia(TestMedia::asAsked)).fetch();

        assertThat(Duration.ofMillis(gauge("currentFetchEventTimeLag")))
                .isBetween(
                        Duration.between(latest, before).minusMillis(1),
                        Duration.between(latest, Instant.now()));
    }

    private KvsArchiveSplitReader reader(FakeArchiveService service) {
        KvsArchiveSplitReader reader =
                new MediaFetch(
                                service,
                                TestMedia.settings(
                                        new RetrySettings(
                                                10, Duration.ofMillis(1), Duration.ofMillis(2))),
                                FragmentElements.FRAMES,
                                refusal -> {},
                                metrics)
                        .newSplitReader();
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split("s", "1", "2"))));
        return reader;
    }

    private static TestMedia.Body refuse(ServiceErrorKind kind) throws ArchiveServiceException {
        throw FakeArchiveService.error(kind, "not now");
    }

    private long count(String[] scope, String name) {
        String[] path = Arrays.copyOf(scope, scope.length + 1);
        path[scope.length] = name;
        return figures.getCounter(path).orElseThrow().getCount();
    }

    private long gauge(String name) {
        Gauge<Long> gauge = figures.<Long>getGauge(name).orElseThrow();
        return gauge.getValue();
    }
}
