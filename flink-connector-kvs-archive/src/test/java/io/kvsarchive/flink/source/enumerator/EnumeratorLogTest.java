/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.SETTINGS;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.START;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.eachSecond;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.restored;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.size;
import static io.kvsarchive.flink.source.enumerator.EnumeratorHarness.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.LoggedEvents;
import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.QuotaSettings;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.ReceivedSplitsEvent;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads in the coordinator's log. */
class EnumeratorLogTest {

    private static final String LOGGER = "io.kvsarchive.flink.source";

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
    void saysWhatAJobReadsWhenItStarts() {
        started(service, quotasOfTheService().build(), "a", "b", "c", "d", "e", "f", "g");

        assertThat(lines(Level.INFO))
                .containsExactly(
                        "Connector for archived video (development build) starts with 10 readers:"
                                + " streams 'a', 'b', 'c', 'd', 'e' and 2 more, fragments from"
                                + " 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z by the producer's"
                                + " clock. It uses a share of 0.8 of each stream's quotas: 5"
                                + " connections, 500 fragments a second and 10000 listed fragments"
                                + " a second");
    }

    @Test
    void saysWhichStreamsAJobOfAListingLooksFor() {
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        started(
                service,
                quotasOfTheService().listingOnly().build(),
                new StreamSelection(Map.of(), "cam-", unbounded, stream -> true));

        assertThat(lines(Level.INFO))
                .containsExactly(
                        "Connector for archived video (development build) starts with 10 readers:"
                                + " each stream that has a name that begins with 'cam-', if the"
                                + " stream filter accepts it, fragments from 2026-01-01T00:00:00Z"
                                + " on by the service's clock, without end. It uses a share of 0.8"
                                + " of each stream's quotas: 10000 listed fragments a second");
    }

    private static TestSettings quotasOfTheService() {
        return new TestSettings(20, size(2), 1)
                .quota(new QuotaSettings(0.8, 5, 500, 10_000, 300, 300, 50));
    }

    @Test
    void saysWhatAJobIsRestoredWithAndWhatReadersGoOnWith() throws Exception {
        service.withFragments("a", eachSecond(1, 30)).withFragments("b", List.of());
        EnumeratorHarness first = started(service, SETTINGS, "a", "b");
        first.startReader(0);
        first.startReader(1);
        first.settle();
        List<KvsArchiveSplit> ofReader0 = first.splitsOf(0);
        first.enumerator.handleSourceEvent(
                0, new ReceivedSplitsEvent(ofReader0.get(0).assignment()));
        first.failReader(1);
        first.enumerator.addSplitsBack(first.splitsOf(1).subList(0, 1), 1);
        KvsArchiveEnumeratorState checkpoint = first.enumerator.snapshotState(1);
        int before = lines(Level.INFO).size();

        EnumeratorHarness second = restored(service, SETTINGS, checkpoint, "a", "b");
        second.restore(0, ofReader0.subList(0, 1));
        IntStream.range(1, EnumeratorHarness.READERS)
                .forEach(reader -> second.restore(reader, List.of()));

        List<String> lines = lines(Level.INFO);
        assertThat(lines.subList(before, lines.size()))
                .element(1)
                .isEqualTo(
                        "Restored from a checkpoint: 2 streams, 1 of which are listed on from a"
                            + " position; 4 splits had been handed out, of which 1 were returned"
                            + " and 1 were on their way to readers");
        assertThat(lines)
                .last()
                .isEqualTo(
                        "All readers have said what they restored: they go on with 1 splits; 0 that"
                                + " they reported, and 1 that had not reached them, are handed out"
                                + " again");
    }

    @Test
    void saysWhenAStreamIsListedToItsEnd() {
        service.withFragments("a", eachSecond(1, 30)).withFragments("b", eachSecond(1, 40));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(lines(Level.INFO))
                .filteredOn(line -> line.startsWith("Stream"))
                .containsExactly(
                        "Stream 'a' is listed to its end: 30 fragments were found since the job"
                                + " started or was restored");
    }

    @Test
    void saysHowMuchWasHandedOutWhenNothingIsLeftAndWhenItEnds() throws Exception {
        service.withFragments("a", eachSecond(1, 5)).withFragments("b", eachSecond(1, 4));
        EnumeratorHarness harness = started(service, SETTINGS, "a", "b");
        harness.register(0);
        harness.readToTheEnd(0);
        harness.pass(Duration.ofSeconds(30));

        harness.enumerator.close();

        List<String> lines = lines(Level.INFO);
        assertThat(lines)
                .contains("No more splits come: 5 splits with 9 fragments have been handed out");
        assertThat(lines)
                .last()
                .asString()
                .matches(
                        "Ended after PT[0-9]+S: 5 splits with 9 fragments of 2 streams were"
                                + " handed out");
    }

    @Test
    void tellsOnceAMinuteOfAListingThatIsRefusedAgainAndAgain() {
        service.withFragments("a", List.of());
        EnumeratorHarness harness = started(service, SETTINGS, unbounded("a"));
        harness.pass(Duration.ofSeconds(1));

        for (int poll = 0; poll < 40; poll++) {
            service.withFailures(
                    FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, "it is down"));
            harness.pass(Duration.ofSeconds(2));
        }

        List<String> lines =
                lines(Level.INFO).stream().filter(line -> line.startsWith("Asking")).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("Asking again, since it is down");
        assertThat(lines.get(1))
                .matches("Asking again, since it is down \\([23][0-9] more since the last line\\)");
    }

    @Test
    void tellsWhenAStreamIsAskedForLessAndForAllAgain() {
        service.withFragments("a", List.of());
        EnumeratorHarness harness = started(service, SETTINGS, unbounded("a"));
        harness.register(0);
        harness.pass(Duration.ofSeconds(1));

        for (ServiceErrorKind kind :
                List.of(ServiceErrorKind.THROTTLED, ServiceErrorKind.THROTTLED)) {
            harness.enumerator.handleSourceEvent(
                    0, new RefusedRequestEvent(new StreamReference("a"), kind));
        }
        harness.pass(Duration.ofSeconds(30));

        assertThat(lines(Level.INFO).stream().filter(line -> line.startsWith("Stream 'a'")))
                .containsExactly(
                        "Stream 'a': The service refuses to send as many fragments as it is asked"
                            + " for, since others use its quota, too. The job asks for less, and"
                            + " tries after some time whether there is more again",
                        "Stream 'a': The job asks for all that its quota allows again");
    }

    private static StreamSelection unbounded(String stream) {
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        return new StreamSelection(
                Map.of(new StreamReference(stream), unbounded), null, unbounded, null);
    }

    @Test
    void namesAFewOfTheStreamsThatComeAndGo() {
        IntStream.range(0, 7).forEach(i -> service.withFragments("cam-" + i, List.of()));
        FragmentSelection unbounded =
                new FragmentSelection.Unbounded(FragmentSelectorType.SERVER_TIMESTAMP, START);
        EnumeratorHarness harness =
                started(service, SETTINGS, new StreamSelection(Map.of(), "cam-", unbounded, null));
        harness.pass(Duration.ofSeconds(30));
        service.withFragments("cam-9", List.of()).withRetention("cam-1", Duration.ZERO);

        harness.pass(Duration.ofMinutes(3));

        assertThat(lines(Level.INFO).stream().filter(line -> line.contains("ound")))
                .containsExactly(
                        "Found 7 streams: 'cam-0', 'cam-1', 'cam-2', 'cam-3', 'cam-4' and 2 more",
                        "Found 1 streams: 'cam-9'",
                        "1 streams are no longer found: 'cam-1'");
    }

    @Test
    void tellsTheLifeOfASplitToThoseWhoDebug() {
        service.withFragments("a", eachSecond(1, 2));
        EnumeratorHarness harness = started(service, SETTINGS, "a");
        harness.startReader(0);
        harness.settle();
        KvsArchiveSplit split = harness.splitsOf(0).get(0);
        harness.receiveAll(0);
        harness.failReader(0);
        harness.enumerator.addSplitsBack(List.of(split), 0);
        harness.startReader(1);
        harness.receiveAll(1);
        harness.finish(1, "1-1-0");

        String fragments = ": 2 fragments of stream 'a' from 1 on";
        assertThat(lines(Level.DEBUG).stream().filter(line -> line.contains("plit")))
                .containsExactly(
                        "Split 1-0-0 goes to reader 0" + fragments,
                        "Reader 0 has got split 1-0-0" + fragments,
                        "Split 1-0-0 comes back from reader 0" + fragments,
                        "Split 1-1-0 goes to reader 1" + fragments,
                        "Reader 1 has got split 1-1-0" + fragments,
                        "Reader 1 has finished split 1-1-0");
    }

    @Test
    void tellsOfEachPageToThoseWhoDebug() {
        service.withFragments("a", eachSecond(1, 30));
        EnumeratorHarness harness = started(service, SETTINGS, "a");

        harness.settle();

        assertThat(lines(Level.DEBUG).stream().map(line -> line.replaceAll(" in [0-9]+ ms", "")))
                .startsWith(
                        "Stream 'a': listed 20 fragments of those from 2026-01-01T00:00:00Z to"
                                + " 2026-01-02T00:00:00Z, too many: the window is cut to end at"
                                + " 2026-01-01T00:00:01Z",
                        "Stream 'a': listed 1 fragments of those from 2026-01-01T00:00:00Z to"
                                + " 2026-01-01T00:00:01Z, which are all");
    }

    @Test
    void hasNoLineForEachFragment() {
        service.withFragments("a", eachSecond(1, 3000));
        EnumeratorSettings settings = new TestSettings(3000, size(1000), 1).pageSize(1000).build();
        EnumeratorHarness harness = started(service, settings, "a");
        harness.register(0);

        harness.readToTheEnd(0);

        assertThat(harness.fragmentsAssigned()).hasSize(3000);
        assertThat(logged.stream()).hasSizeLessThan(100);
    }

    private List<String> lines(Level level) {
        return logged.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(event -> event.getMessage().getFormattedMessage())
                .toList();
    }
}
