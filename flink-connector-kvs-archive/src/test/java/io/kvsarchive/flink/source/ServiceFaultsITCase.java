/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.Fault;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame comes once, whatever the service does meanwhile. */
class ServiceFaultsITCase {

    private static final String[] STREAMS = {"one", "two"};

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    private LocalKvsArchive archive;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(Fault.THROTTLED, faults -> faults.withThrottled(When.share(0.2))),
                fault(
                        Fault.INTERNAL_FAILURE,
                        faults -> faults.withInternalFailure(When.share(0.2))),
                fault(
                        Fault.SERVICE_UNAVAILABLE,
                        faults -> faults.withServiceUnavailable(When.share(0.2))),
                fault(Fault.RESET, faults -> faults.withReset(When.share(0.5))),
                fault(Fault.CUT, faults -> faults.withCut(When.share(0.5))),
                fault(Fault.EARLY_END, faults -> faults.withEarlyEnd(When.share(0.5))),
                fault(
                        Fault.STALLED,
                        faults ->
                                faults.withStalled(
                                        ChronoUnit.FOREVER.getDuration(), When.share(0.3))),
                fault(
                        Fault.EARLY_END_AT_BORDER,
                        faults -> faults.withEarlyEndAtBorder(When.share(0.5))),
                fault(Fault.REORDERED, faults -> faults.withReordered(When.always())),
                fault(Fault.REPEATED, faults -> faults.withRepeated(When.always())),
                fault(Fault.REFUSED, faults -> faults.withRefused(When.share(0.02).withFirst(1))),
                fault(
                        Fault.IN_BAND_ERROR,
                        faults -> faults.withInBandError(When.share(0.1).withFirst(2))),
                fault(
                        Fault.IN_BAND_ERROR_AT_END,
                        faults -> faults.withInBandErrorAtEnd(When.share(0.1).withFirst(1))),
                fault(
                        Fault.REPLACED,
                        faults -> faults.withReplaced(When.share(0.05).withFirst(1))));
    }

    private static Arguments fault(Fault fault, UnaryOperator<Faults> switches) {
        return Arguments.of(fault, switches.apply(Faults.none().withSeed(7)));
    }

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
        for (String stream : STREAMS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(stream)
                            .setFragmentDuration(Duration.ofSeconds(1))
                            .setFragmentCount(150)
                            .setTracks(GeneratedTrack.video(5, 0, 3000))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void readsEveryFrameOnce(Fault fault, Faults faults) throws Exception {
        List<String> truth = FrameLine.truth(archive, STREAMS);
        archive.setFaults(faults);

        List<String> lines =
                TestJobs.collect(
                        TestJobs.read(
                                TestJobs.environment(3),
                                TestJobs.withAccess(
                                                KvsArchiveSource.forFrames(new FrameLine.Schema()),
                                                archive)
                                        .setStreams(STREAMS)
                                        .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 30)
                                        .setOption(
                                                KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT,
                                                Duration.ofMillis(500))
                                        .build()));

        assertSameInAnyOrder(lines, truth);
        assertThat(archive.requests().count(fault)).isPositive();
    }
}
