/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.body;
import static io.kvsarchive.flink.source.fetch.TestMedia.bodyOf;
import static io.kvsarchive.flink.source.fetch.TestMedia.bytes;
import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static io.kvsarchive.flink.source.fetch.TestMedia.splitOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.LoggedEvents;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestLogTest {

    private static final String LOGGER = RequestLog.class.getName();
    private static final int BYTES = bytes("1").length;
    private static final RetrySettings RETRIES =
            new RetrySettings(4, Duration.ofMillis(1), Duration.ofMillis(1));

    private long nanos;
    private final RequestLog log = new RequestLog(() -> nanos);
    private final FakeArchiveService service = new FakeArchiveService();
    private final LoggedEvents logged = new LoggedEvents();

    @BeforeEach
    void logAll() {
        Configurator.setLevel(LOGGER, Level.DEBUG);
    }

    @AfterEach
    void stop() {
        logged.close();
        Configurator.setLevel(LOGGER, Level.WARN);
    }

    @Test
    void tellsOfARequestAndItsAnswerAtDebugAlone() throws Exception {
        service.withMedia(TestMedia::asAsked);

        readAll(service, split("s", "4", "5", "6"));

        assertThat(linesWithoutTimes())
                .containsExactly(
                        "DEBUG Stream 'camera': asking for 3 fragments, the first of them 4",
                        "DEBUG Stream 'camera': answered with 3 of 3 fragments, %s bytes in # ms"
                                .formatted(3 * BYTES));
    }

    @Test
    void tellsHowAnAnswerFailedAndOfWhatIsAskedForAgain() throws Exception {
        service.withMedia(numbers -> body("1", "2").failingAtItsEnd("Connection reset"))
                .withMedia(TestMedia::asAsked);

        readAll(service, split("s", "1", "2", "3"));

        assertThat(linesWithoutTimes())
                .containsExactly(
                        "DEBUG Stream 'camera': asking for 3 fragments, the first of them 1",
                        ("DEBUG Stream 'camera': the answer failed after 1 of 3 fragments, %s bytes"
                                        + " in # ms: Connection reset")
                                .formatted(2 * BYTES),
                        "INFO Stream 'camera': asking again for fragments 2, 3, since Connection"
                                + " reset",
                        "DEBUG Stream 'camera': asking again for 2 fragments, the first of them 2",
                        "DEBUG Stream 'camera': answered with 2 of 2 fragments, %s bytes in # ms"
                                .formatted(2 * BYTES));
    }

    @Test
    void tellsOfEachFragmentThatIsAskedForAlone() throws Exception {
        service.withMedia(numbers -> bodyOf(bytes("1"), TestBodies.inBandError("2"), bytes("3")))
                .withMedia(numbers -> bodyOf(TestBodies.inBandError("2")))
                .withMedia(TestMedia::asAsked);

        readAll(service, split("s", "1", "2", "3"));

        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.contains("alone"))
                .containsExactly(
                        "DEBUG Stream 'camera': fragment 2 is asked for alone, since the service"
                            + " could not deliver fragment 2: FRAGMENT_NOT_FOUND error id 3000");
        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.startsWith("INFO"))
                .containsExactly(
                        "INFO Stream 'camera': the service could not deliver fragment 2:"
                                + " FRAGMENT_NOT_FOUND error id 3000",
                        "INFO Stream 'camera': asking again for fragment 2, since the answer ended"
                                + " before all fragments had come, and the service could not"
                                + " deliver fragment 2: FRAGMENT_NOT_FOUND error id 3000");
    }

    @Test
    void tellsEachTroubleOfAStreamOnceAMinute() throws Exception {
        readAll(
                new FakeArchiveService()
                        .withMedia(refusal(ServiceErrorKind.THROTTLED, "too much"))
                        .withMedia(refusal(ServiceErrorKind.UNAVAILABLE, "down"))
                        .withMedia(refusal(ServiceErrorKind.THROTTLED, "too much"))
                        .withMedia(TestMedia::asAsked),
                split("s", "1"));
        readAll(refusingTwice(), split("t", "2"));
        readAll(refusingTwice(), splitOf("door", "u", "3"));
        nanos += Duration.ofMinutes(1).toNanos();
        readAll(refusingTwice(), split("v", "4"));

        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.startsWith("INFO"))
                .containsExactly(
                        "INFO Stream 'camera': asking again for fragment 1, since too much",
                        "INFO Stream 'camera': asking again for fragment 1, since down",
                        "INFO Stream 'door': asking again for fragment 3, since too much",
                        "INFO Stream 'camera': asking again for fragment 4, since too much (3 more"
                                + " since the last line)");
        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.contains("refused"))
                .hasSize(9)
                .startsWith("DEBUG Stream 'camera': refused after # ms: too much");
    }

    @Test
    void tellsOfAnAnswerThatIsGivenUp() throws Exception {
        service.withMedia(TestMedia::asAsked);
        SplitRequests requests = requests(service, split("s", "1", "2"));
        TestMedia.next(requests);

        requests.close();
        requests.close();

        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.contains("given up"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "DEBUG Stream 'camera': the answer was given up after 1 of 2 fragments, ");
    }

    @Test
    void tellsATroubleOnceForAllSplitReadersOfASourceReader() throws Exception {
        MediaFetch fetch =
                new MediaFetch(
                        new FakeArchiveService()
                                .withMedia(refusal(ServiceErrorKind.THROTTLED, "too much")),
                        TestMedia.settings(RETRIES),
                        FragmentElements.FRAMES,
                        refusal -> {},
                        TestMedia.metrics());

        for (String id : List.of("s", "t")) {
            KvsArchiveSplitReader reader = fetch.newSplitReader();
            reader.handleSplitsChanges(new SplitsAddition<>(List.of(split(id, "1"))));
            assertThatThrownBy(reader::fetch).isInstanceOf(UnreadableFragmentsException.class);
        }

        assertThat(linesWithoutTimes())
                .filteredOn(line -> line.startsWith("INFO"))
                .containsExactly(
                        "INFO Stream 'camera': asking again for fragment 1, since too much");
    }

    private static FakeArchiveService refusingTwice() {
        return new FakeArchiveService()
                .withMedia(refusal(ServiceErrorKind.THROTTLED, "too much"))
                .withMedia(refusal(ServiceErrorKind.THROTTLED, "too much"))
                .withMedia(TestMedia::asAsked);
    }

    private static FakeArchiveService.MediaAnswer refusal(ServiceErrorKind kind, String message) {
        return numbers -> {
            throw FakeArchiveService.error(kind, message);
        };
    }

    private void readAll(FakeArchiveService service, KvsArchiveSplit split) throws Exception {
        SplitRequests requests = requests(service, split);
        while (!requests.isComplete()) {
            TestMedia.next(requests);
        }
    }

    private SplitRequests requests(FakeArchiveService service, KvsArchiveSplit split) {
        return new SplitRequests(
                split,
                service,
                TestMedia.settings(RETRIES),
                TestMedia.budget(Long.MAX_VALUE),
                refusal -> {},
                TestMedia.mediaMetrics(),
                log);
    }

    private List<String> linesWithoutTimes() {
        return logged.stream()
                .filter(event -> event.getLoggerName().equals(LOGGER))
                .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                .map(line -> line.replaceAll("[0-9]+ ms", "# ms"))
                .toList();
    }
}
