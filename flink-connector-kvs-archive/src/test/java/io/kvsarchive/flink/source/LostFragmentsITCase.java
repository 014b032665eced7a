/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can't be had is told, and costs nothing else. */
@Timeout(120)
class LostFragmentsITCase {

    private static final int FRAGMENTS = 90;

    /** Some that follow each other, the first and the last. */
    private static final List<Integer> BAD = List.of(0, 20, 21, 22, 57, FRAGMENTS - 1);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    private LocalKvsArchive archive;
    private List<StoredFragment> fragments;
    private List<String> badNumbers;

    static Stream<Arguments> losses() {
        return Stream.of(
                loss(LostFragment.Cause.REFUSED, "refused", Faults::withRefused),
                loss(LostFragment.Cause.NOT_DELIVERED, "errors", Faults::withInBandError),
                loss(
                        LostFragment.Cause.NOT_DELIVERED,
                        "errors at the end",
                        Faults::withInBandErrorAtEnd),
                loss(LostFragment.Cause.UNREADABLE, "no Matroska", Faults::withReplaced));
    }

    private static Arguments loss(
            LostFragment.Cause cause, String name, BiFunction<Faults, When, Faults> fault) {
        return Arguments.of(name, cause, fault);
    }

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("one")
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(FRAGMENTS)
                        .setTracks(GeneratedTrack.video(5, 0, 3000))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
        fragments = archive.fragments("one").toList();
        badNumbers = BAD.stream().map(index -> fragments.get(index).fragmentNumber()).toList();
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void readsEverythingElseOnceAndTellsOfEachLoss(
            String name, LostFragment.Cause cause, BiFunction<Faults, When, Faults> fault)
            throws Exception {
        archive.setFaults(fault.apply(Faults.none(), When.fragments(badNumbers)));
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < FRAGMENTS; i++) {
            if (BAD.contains(i)) {
                truth.add(lossLine(fragments.get(i), cause));
            } else {
                truth.addAll(FrameLine.truth(archive, "one", fragments.get(i), i));
            }
        }

        List<String> lines =
                TestJobs.collect(
                        TestJobs.read(TestJobs.environment(3), source(LostFragmentPolicy.SKIP)));

        assertSameInAnyOrder(lines, truth);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void failsWithoutARestartUnlessToldToGoOn(
            String name, LostFragment.Cause cause, BiFunction<Faults, When, Faults> fault) {
        String bad = badNumbers.get(1);
        archive.setFaults(fault.apply(Faults.none(), When.fragments(List.of(bad))));

        assertThatThrownBy(
                        () ->
                                TestJobs.discard(
                                        TestJobs.read(
                                                TestJobs.restartingUnlessUnavailable(2),
                                                source(LostFragmentPolicy.FAIL))))
                .hasStackTraceContaining(
                        "Stream 'one': fragment " + bad + " is lost (" + cause + "): not read in")
                .hasStackTraceContaining("set the option 'on-lost-fragment' to 'skip'");
    }

    @Test
    void failsWithoutARestartWhereThereIsNoStream() {
        archive.deleteStream("one");

        assertThatThrownBy(
                        () ->
                                TestJobs.discard(
                                        TestJobs.read(
                                                TestJobs.restartingUnlessUnavailable(2),
                                                source(LostFragmentPolicy.SKIP))))
                .hasStackTraceContaining("stream 'one' failed: ResourceNotFoundException")
                .hasStackTraceContaining("Check the stream's name, the region and the account");
    }

    private KvsArchiveSource<String> source(LostFragmentPolicy policy) {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FramesAndLosses()), archive)
                .setStreams("one")
                .setOption(KvsArchiveSourceOptions.ON_LOST_FRAGMENT, policy)
                .build();
    }

    private static String lossLine(StoredFragment fragment, LostFragment.Cause cause) {
        return "one lost "
                + fragment.fragmentNumber()
                + " "
                + fragment.producerTimestamp()
                + " "
                + fragment.size()
                + " "
                + cause;
    }

    private static final class FramesAndLosses implements KvsArchiveDeserializationSchema<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {
            out.collect(FrameLine.of(frame));
        }

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out) {
            out.collect(
                    fragment.stream()
                            + " lost "
                            + fragment.fragmentNumber()
                            + " "
                            + fragment.producerTimestamp().orElseThrow()
                            + " "
                            + fragment.sizeInBytes()
                            + " "
                            + fragment.cause());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
