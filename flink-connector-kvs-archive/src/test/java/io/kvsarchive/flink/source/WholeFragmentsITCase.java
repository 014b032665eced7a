/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fragment comes once, with its frames and its document, and none is late. */
@Timeout(120)
class WholeFragmentsITCase {

    private static final String[] STREAMS = {"one", "two", "three"};
    private static final int FRAGMENTS = 150;
    private static final int FAILURES = 6;
    private static final Instant START = Instant.parse("2025-03-14T09:00:00Z");

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        CommittedLines.clear();
        WindowCounts.reset();
        archive = LocalKvsArchive.start();
        for (String stream : STREAMS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(stream)
                            .setStart(START)
                            .setFragmentDuration(Duration.ofSeconds(2))
                            .setFragmentCount(FRAGMENTS)
                            .setTracks(
                                    GeneratedTrack.video(5, 0, 2000), GeneratedTrack.text(1, 0, 20))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true"})
    void comeOnceEachThroughFailures(int parallelism, boolean unaligned) throws Exception {
        FailingMap.prepare(FAILURES);
        StreamExecutionEnvironment env =
                TestJobs.restarting(parallelism, Duration.ofMillis(50), unaligned);

        TestJobs.read(env, source().build())
                .rebalance()
                .map(new FailingMap(20))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), truth());
        assertThat(FailingMap.failuresLeft()).isLessThan(FAILURES);
    }

    @Test
    void comeInOrder() throws Exception {
        KvsArchiveSource<String> source =
                source().setOption(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED).build();

        List<String> lines = TestJobs.collect(TestJobs.read(TestJobs.environment(1), source));

        for (String stream : STREAMS) {
            assertThat(lines.stream().filter(line -> line.startsWith(stream + " ")))
                    .containsExactlyElementsOf(FragmentLine.truth(archive, stream));
        }
    }

    @ParameterizedTest
    @EnumSource
    void areNotLate(ReadOrder order) throws Exception {
        KvsArchiveSource<String> source =
                watermarked().setOption(KvsArchiveSourceOptions.READ_ORDER, order).build();

        List<String> windows =
                TestJobs.collect(WindowCounts.of(TestJobs.read(TestJobs.environment(4), source)));

        assertSameInAnyOrder(windows, WindowCounts.truth(truth()));
        assertThat(WindowCounts.late()).isZero();
        assertThat(WindowCounts.watermarked()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areNotLateThroughFailures(boolean unaligned) throws Exception {
        FailingMap.prepare(FAILURES);
        StreamExecutionEnvironment env = TestJobs.restarting(4, Duration.ofMillis(50), unaligned);

        WindowCounts.of(TestJobs.read(env, watermarked().build()).map(new FailingMap(20)))
                .map(new CommittedLines())
                .uid("committed")
                .sinkTo(new DiscardingSink<>());
        env.execute();

        assertSameInAnyOrder(CommittedLines.all(), WindowCounts.truth(truth()));
        assertThat(WindowCounts.late()).isZero();
        assertThat(FailingMap.failuresLeft()).isLessThan(FAILURES);
    }

    /** The first, some that follow each other, and the last. */
    @Test
    void comeWithTheNewsOfThoseThatAreLost() throws Exception {
        List<Integer> bad = List.of(0, 20, 21, 57, FRAGMENTS - 1);
        List<String> truth = new ArrayList<>(FragmentLine.truth(archive, "two", "three"));
        List<String> badNumbers = new ArrayList<>();
        List<StoredFragment> fragments = archive.fragments("one").toList();
        for (int i = 0; i < FRAGMENTS; i++) {
            StoredFragment fragment = fragments.get(i);
            if (bad.contains(i)) {
                badNumbers.add(fragment.fragmentNumber());
                truth.add(
                        FragmentLine.ofLoss(
                                "one",
                                fragment.fragmentNumber(),
                                fragment.producerTimestamp(),
                                LostFragment.Cause.REFUSED));
            } else {
                truth.add(FragmentLine.truth(archive, "one", fragment, i));
            }
        }
        archive.setFaults(Faults.none().withRefused(When.fragments(badNumbers)));

        List<String> lines =
                TestJobs.collect(
                        TestJobs.read(
                                TestJobs.environment(3),
                                source().setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 3)
                                        .setOption(
                                                KvsArchiveSourceOptions.ON_LOST_FRAGMENT,
                                                LostFragmentPolicy.SKIP)
                                        .build()));

        assertSameInAnyOrder(lines, truth);
    }

    @Test
    void failTheJobWhereOneIsLostUnlessToldToGoOn() {
        String bad = archive.fragments("one").skip(20).findFirst().orElseThrow().fragmentNumber();
        archive.setFaults(Faults.none().withInBandError(When.fragments(List.of(bad))));

        assertThatThrownBy(
                        () ->
                                TestJobs.discard(
                                        TestJobs.read(
                                                TestJobs.restartingUnlessUnavailable(2),
                                                source().setOption(
                                                                KvsArchiveSourceOptions
                                                                        .RETRY_MAX_ATTEMPTS,
                                                                3)
                                                        .build())))
                .hasStackTraceContaining("Stream 'one': fragment " + bad + " is lost");
    }

    private List<String> truth() {
        return FragmentLine.truth(archive, STREAMS);
    }

    private KvsArchiveMediaSourceBuilder<String> watermarked() {
        return source().setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, true);
    }

    private KvsArchiveMediaSourceBuilder<String> source() {
        return TestJobs.withAccess(
                        KvsArchiveSource.forFragments(new FragmentLine.Schema()), archive)
                .setStreams(STREAMS)
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 50)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 5);
    }
}
