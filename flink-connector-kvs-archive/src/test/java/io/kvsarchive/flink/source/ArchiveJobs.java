/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.When;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs jobs over two cameras, and checks that each job reads all that they hold. */
final class ArchiveJobs {

    private static final String[] CAMERAS = {"cam-1", "cam-2"};
    private static final String NEW_CAMERA = "cam-3";

    private final LocalKvsArchive archive;
    private final Path savepoints;
    private final Runnable begin;

    /**
     * @param begin called before each job, but for those that only make the savepoint for one
     */
    ArchiveJobs(LocalKvsArchive archive, Path savepoints, Runnable begin) {
        this.archive = archive;
        this.savepoints = savepoints;
        this.begin = begin;
        Stream.of(CAMERAS).forEach(this::add);
    }

    private void add(String stream) {
        archive.addGeneratedStream(
                GeneratedStream.builder(stream)
                        .setStart(Instant.now().minusSeconds(30))
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(30)
                        .setUploadDelay(Duration.ofMillis(10))
                        .setTracks(GeneratedTrack.video(2, 10, 300))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
    }

    String[] cameras() {
        return CAMERAS.clone();
    }

    String[] arns() {
        return Stream.of(CAMERAS).map(archive::streamArn).toArray(String[]::new);
    }

    List<String> numbers(String stream) {
        return archive.fragments(stream).map(fragment -> fragment.fragmentNumber()).toList();
    }

    KvsArchiveMediaSourceBuilder<String> frames() {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive);
    }

    KvsArchiveMediaSourceBuilder<String> unboundedFrames() {
        return frames().setStartTimestamp(Instant.now().minus(Duration.ofDays(1)))
                .setUnbounded()
                .setOption(KvsArchiveSourceOptions.UNBOUNDED_POLL_INTERVAL, Duration.ofMillis(100))
                .setOption(
                        KvsArchiveSourceOptions.STREAM_DISCOVERY_INTERVAL, Duration.ofMillis(100));
    }

    KvsArchiveListingSourceBuilder<ArchivedFragment> fragments() {
        return TestJobs.withAccess(KvsArchiveSource.forListing(), archive);
    }

    void readFrames(KvsArchiveMediaSourceBuilder<String> source) throws Exception {
        begin.run();
        readToTheEnd(read(environment(2), source.build()), truth(CAMERAS));
    }

    void list(KvsArchiveListingSourceBuilder<ArchivedFragment> source) throws Exception {
        begin.run();
        readToTheEnd(
                read(environment(2), source.build())
                        .map(fragment -> fragment.fragmentNumber())
                        .returns(Types.STRING),
                Stream.of(CAMERAS).flatMap(camera -> numbers(camera).stream()).toList());
    }

    /** Reads one camera before the savepoint, and the other one after it. */
    void readFramesRestored(KvsArchiveMediaSourceBuilder<String> source) throws Exception {
        archive.setFaults(
                CAMERAS[1],
                Faults.none().withInternalFailure(When.always().withOperations("ListFragments")));
        String savepoint =
                stopAfter(
                        truth(CAMERAS[0]),
                        source.setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 1000)
                                .setOption(
                                        KvsArchiveSourceOptions.RETRY_MAX_DELAY,
                                        Duration.ofMillis(50))
                                .build());
        archive.clearFaults();
        begin.run();
        readToTheEnd(read(restored(savepoint), source.build()), truth(CAMERAS[1]));
    }

    void followFrames(KvsArchiveMediaSourceBuilder<String> source) throws Exception {
        begin.run();
        follow(read(environment(2), source.build()), truth(CAMERAS));
    }

    /** Reads both cameras before the savepoint, and after it more of them and a new one. */
    void followFramesRestored(KvsArchiveMediaSourceBuilder<String> source) throws Exception {
        String savepoint = stopAfter(truth(CAMERAS), source.build());
        add(NEW_CAMERA);
        begin.run();
        follow(read(restored(savepoint), source.build()), truth(NEW_CAMERA));
    }

    private List<String> truth(String... streams) {
        return FrameLine.truth(archive, streams);
    }

    private static void readToTheEnd(DataStream<String> stream, List<String> truth)
            throws Exception {
        try (ArrivedLines lines = new ArrivedLines(stream)) {
            assertSameInAnyOrder(lines.rest(), truth);
        }
    }

    private static void follow(DataStream<String> stream, List<String> truth) throws Exception {
        try (ArrivedLines lines = new ArrivedLines(stream)) {
            assertSameInAnyOrder(lines.next(truth.size()), truth);
        }
    }

    private String stopAfter(List<String> truth, KvsArchiveSource<String> source) throws Exception {
        // One task: it runs when its lines arrive, as all must when a savepoint begins.
        StreamExecutionEnvironment env = environment(1);
        env.enableCheckpointing(100);
        try (ArrivedLines lines = new ArrivedLines(read(env, source))) {
            assertSameInAnyOrder(lines.next(truth.size()), truth);
            return lines.job()
                    .stopWithSavepoint(
                            false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get();
        }
    }

    private static StreamExecutionEnvironment restored(String savepoint) {
        Configuration restore = new Configuration();
        restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        StreamExecutionEnvironment env = environment(2);
        env.configure(restore);
        return env;
    }
}
