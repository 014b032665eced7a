/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.collect;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.local.Fault;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of the service, and what comes downstream, where a job wants less than all. */
class SelectionITCase {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] CAMERAS = {"cam-1", "cam-2", "cam-3"};

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
        archive = LocalKvsArchive.start();
        for (String camera : CAMERAS) {
            add(camera, 150);
        }
        add("door", 10);
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void readsTheStreamsWithAPrefixThatAFilterAccepts() throws Exception {
        List<String> lines =
                collect(
                        read(
                                environment(3),
                                lines().setStreamPrefix("cam-")
                                        .setStreamFilter(stream -> !stream.name().equals("cam-2"))
                                        .build()));

        assertSameInAnyOrder(lines, FrameLine.truth(archive, "cam-1", "cam-3"));
    }

    @Test
    void asksForOneFragmentInSoMany() throws Exception {
        collect(
                read(
                        environment(3),
                        lines().setStreams("cam-1")
                                .setOption(KvsArchiveSourceOptions.FRAGMENT_EVERY_NTH, 7)
                                .build()));

        assertSameInAnyOrder(archive.requests().fragmentsAsked("cam-1"), numbers("cam-1", 7));
    }

    @Test
    void asksForOneFragmentInSoMuchTime() throws Exception {
        collect(
                read(
                        environment(3),
                        lines().setStreams("cam-1")
                                .setOption(
                                        KvsArchiveSourceOptions.FRAGMENT_EVERY,
                                        Duration.ofSeconds(10))
                                .build()));

        assertSameInAnyOrder(archive.requests().fragmentsAsked("cam-1"), numbers("cam-1", 10));
    }

    @Test
    void asksForTheFragmentsThatAFilterAccepts() throws Exception {
        long size = archive.fragments("cam-1").skip(75).findFirst().orElseThrow().size();

        collect(
                read(
                        environment(3),
                        lines().setStreams("cam-1")
                                .setFragmentFilter(fragment -> fragment.sizeInBytes() > size)
                                .build()));

        assertSameInAnyOrder(
                archive.requests().fragmentsAsked("cam-1"),
                archive.fragments("cam-1")
                        .filter(fragment -> fragment.size() > size)
                        .map(StoredFragment::fragmentNumber)
                        .toList());
    }

    @Test
    void emitsKeyFramesOfATrackOnly() throws Exception {
        List<String> lines =
                collect(
                        read(
                                environment(3),
                                lines().setStreams("cam-1")
                                        .setOption(
                                                KvsArchiveSourceOptions.FRAME_TRACKS, List.of("1"))
                                        .setOption(
                                                KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY, true)
                                        .build()));

        assertThat(lines)
                .hasSize(150)
                .containsExactlyInAnyOrderElementsOf(
                        FrameLine.truth(archive, "cam-1").stream()
                                .filter(line -> line.matches("\\S+ \\S+ \\S+ 1 true .*"))
                                .toList());
    }

    @Test
    void emitsWhatTheListingTellsAndReadsNoMedia() throws Exception {
        List<io.kvsarchive.flink.source.record.ArchivedFragment> records =
                collect(
                        read(
                                environment(3),
                                TestJobs.withAccess(KvsArchiveSource.forListing(), archive)
                                        .setStreams(CAMERAS)
                                        .build()));

        List<io.kvsarchive.flink.source.record.ArchivedFragment> truth = new ArrayList<>();
        for (String camera : CAMERAS) {
            archive.fragments(camera)
                    .map(
                            fragment ->
                                    new io.kvsarchive.flink.source.record.ArchivedFragment(
                                            camera,
                                            fragment.fragmentNumber(),
                                            fragment.producerTimestamp(),
                                            fragment.serverTimestamp(),
                                            fragment.size(),
                                            fragment.duration()))
                    .forEach(truth::add);
        }
        assertSameInAnyOrder(records, truth);
        assertThat(archive.requests().count("GetMediaForFragmentList")).isZero();
        assertThat(archive.requests().latest("GetDataEndpoint"))
                .noneMatch(request -> request.body().contains("GET_MEDIA"));
    }

    @Test
    void readsEachStreamInOrderInOneSubtaskWhateverTheServiceDoes() throws Exception {
        archive.setFaults(
                Faults.none()
                        .withSeed(3)
                        .withReordered(When.share(0.8))
                        .withCut(When.share(0.2))
                        .withInBandError(When.share(0.05).withFirst(2)));

        List<String> lines =
                collect(
                        read(
                                        environment(3),
                                        lines().setStreams(CAMERAS)
                                                .setOption(
                                                        KvsArchiveSourceOptions.READ_ORDER,
                                                        ReadOrder.ORDERED)
                                                .setOption(
                                                        KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS,
                                                        30)
                                                .build())
                                .map(new WithSubtask()));

        Map<String, String> subtasks = new HashMap<>();
        Map<String, List<String>> byStream = new HashMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            assertThat(subtasks.putIfAbsent(parts[1], parts[0])).isIn(null, parts[0]);
            byStream.computeIfAbsent(parts[1], key -> new ArrayList<>())
                    .add(parts[1] + " " + parts[2]);
        }
        for (String camera : CAMERAS) {
            assertThat(byStream.get(camera)).isEqualTo(FrameLine.truth(archive, camera));
        }
        assertThat(archive.requests().count(Fault.REORDERED)).isPositive();
    }

    @Test
    void readsAllOthersWhereABrokenStreamIsSkipped() throws Exception {
        archive.setFaults(
                "cam-2",
                Faults.none().withInternalFailure(When.always().withOperations("ListFragments")));

        List<String> lines =
                collect(
                        read(
                                environment(3),
                                lines().setStreams("cam-1", "cam-2", "cam-3", "nowhere")
                                        .setOption(
                                                KvsArchiveSourceOptions.ON_BROKEN_STREAM,
                                                BrokenStreamPolicy.SKIP)
                                        .build()));

        assertSameInAnyOrder(lines, FrameLine.truth(archive, "cam-1", "cam-3"));
    }

    private void add(String stream, long fragments) {
        archive.addGeneratedStream(
                GeneratedStream.builder(stream)
                        .setStart(START)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(fragments)
                        .setTracks(
                                GeneratedTrack.video(10, 0, 3000), GeneratedTrack.audio(5, 10, 300))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
    }

    private List<String> numbers(String stream, int step) {
        List<String> all = archive.fragments(stream).map(StoredFragment::fragmentNumber).toList();
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    private KvsArchiveMediaSourceBuilder<String> lines() {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive);
    }

    /** Puts the number of the subtask in front. */
    private static final class WithSubtask extends RichMapFunction<String, String> {

        private static final long serialVersionUID = 1L;

        private transient int subtask;

        @Override
        public void open(OpenContext context) {
            subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        }

        @Override
        public String map(String line) {
            return subtask + " " + line;
        }
    }
}
