/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.LoggedEvents;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator reads of a job, at the level that clusters have by default. */
@Timeout(120)
class OperatorLogITCase {

    private static final String LOGGER = "io.kvsarchive.flink";
    private static final int FRAGMENTS = 60;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private final LocalKvsArchive archive = LocalKvsArchive.start();
    private final LoggedEvents logged = new LoggedEvents();
    private List<StoredFragment> fragments;

    @BeforeEach
    void start() {
        Configurator.setLevel(LOGGER, Level.INFO);
        archive.addGeneratedStream(
                GeneratedStream.builder("gate")
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(FRAGMENTS)
                        .setTracks(GeneratedTrack.video(5, 0, 3000))
                        .build());
        fragments = archive.fragments("gate").toList();
    }

    @AfterEach
    void stop() {
        Configurator.setLevel(LOGGER, Level.WARN);
        logged.close();
        archive.close();
    }

    @Test
    void tellsOfAJobFromItsBeginToItsEnd() throws Exception {
        TestJobs.discard(TestJobs.read(TestJobs.environment(2), source(LostFragmentPolicy.FAIL)));

        // The coordinator is closed after the job has ended.
        CommonTestUtils.waitUntilCondition(
                () -> lines().stream().anyMatch(line -> line.startsWith("INFO Ended")));
        List<String> lines = lines();
        assertThat(lines.get(0))
                .matches(
                        "INFO Connector for archived video \\(.+\\) starts with 2 readers: streams"
                                + " 'gate', fragments from .+ It uses a share of 0.8 of each"
                                + " stream's quotas: .+");
        assertThat(lines)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "INFO Stream 'gate' is listed to its end: 60"
                                                        + " fragments were found"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .matches(
                                                "INFO No more splits come: \\d+ splits with 60"
                                                        + " fragments have been handed out"));
        assertThat(lines.get(lines.size() - 1))
                .matches(
                        "INFO Ended after PT.+: \\d+ splits with 60 fragments of 1 streams were"
                                + " handed out");
        assertThat(lines).hasSizeLessThan(10).noneMatch(line -> line.contains("test\""));
    }

    @Test
    void tellsOnceAMinuteOfLossesOfAKind() throws Exception {
        List<String> lost =
                fragments.subList(10, 14).stream().map(StoredFragment::fragmentNumber).toList();
        archive.setFaults(Faults.none().withInBandError(When.fragments(lost)));

        TestJobs.discard(TestJobs.read(TestJobs.environment(1), source(LostFragmentPolicy.SKIP)));

        assertThat(lines().stream().filter(line -> line.startsWith("WARN")))
                .singleElement()
                .asString()
                .startsWith("WARN Stream 'gate': fragment ")
                .contains(" is lost (NOT_DELIVERED): not read in 3 attempts");
    }

    @Test
    void tellsWhyAJobFailsAndWhatCanBeDone() {
        String lost = fragments.get(10).fragmentNumber();
        archive.setFaults(Faults.none().withInBandError(When.fragments(List.of(lost))));

        assertThatThrownBy(
                        () ->
                                TestJobs.discard(
                                        TestJobs.read(
                                                TestJobs.restartingUnlessUnavailable(1),
                                                source(LostFragmentPolicy.FAIL))))
                .hasStackTraceContaining("fragment " + lost + " is lost (NOT_DELIVERED)")
                .hasStackTraceContaining("set the option 'on-lost-fragment' to 'skip'");
        assertThat(lines())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("Stream 'gate'")
                                        .contains("asking again"));
    }

    private KvsArchiveSource<String> source(LostFragmentPolicy lostFragments) {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setStreams("gate")
                .setOption(KvsArchiveSourceOptions.ON_LOST_FRAGMENT, lostFragments)
                .build();
    }

    private List<String> lines() {
        return logged.stream()
                .filter(event -> event.getLoggerName().startsWith(LOGGER))
                .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                .toList();
    }
}
