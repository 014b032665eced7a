/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.local.ArchivedFragment;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tables hold. */
@Timeout(120)
class TableITCase {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] CAMERAS = {"cam-1", "cam-2"};

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static LocalKvsArchive archive;

    private TableEnvironment sql;

    @BeforeAll
    static void startArchive() {
        archive = LocalKvsArchive.start();
        for (String camera : CAMERAS) {
            archive.addGeneratedStream(
                    GeneratedStream.named(camera)
                            .start(START)
                            .fragmentDuration(Duration.ofSeconds(2))
                            .fragmentCount(30)
                            .track(GeneratedTrack.video(5, 0, 300))
                            .track(GeneratedTrack.audio(5, 10, 100))
                            .track(GeneratedTrack.text(1, telemetry()))
                            .tagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    private static List<byte[]> telemetry() {
        return IntStream.range(0, 60)
                .mapToObj(i -> "{\"celsius\": " + i + ".5, \"door\": \"d" + i % 3 + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    /** No sooner, since the cluster is then that of the test. */
    @BeforeEach
    void begin() {
        sql = TableJobs.streaming();
    }

    @Test
    void holdsEveryFrameWithAllThatIsKnownOfIt() throws Exception {
        create(
                "payload BYTES, stream_name STRING METADATA, stream_arn STRING METADATA,"
                        + " fragment_number STRING METADATA, producer_time TIMESTAMP_LTZ(3)"
                        + " METADATA, server_time TIMESTAMP_LTZ(3) METADATA, fragment_size BIGINT"
                        + " METADATA, fragment_duration_ms BIGINT METADATA, tags MAP<STRING,"
                        + " STRING> METADATA, frame_time TIMESTAMP_LTZ(3) METADATA, frame_index INT"
                        + " METADATA, frame_size INT METADATA, key_frame BOOLEAN METADATA,"
                        + " track_number BIGINT METADATA",
                "format",
                "raw");

        assertThat(TableJobs.collect(sql, "SELECT * FROM frames"))
                .containsExactlyInAnyOrderElementsOf(frames());
    }

    private static List<Row> frames() {
        List<Row> rows = new ArrayList<>();
        for (String camera : CAMERAS) {
            List<ArchivedFragment> fragments = archive.fragments(camera).toList();
            for (int i = 0; i < fragments.size(); i++) {
                rows.addAll(frames(camera, fragments.get(i), i));
            }
        }
        return rows;
    }

    private static List<Row> frames(String camera, ArchivedFragment fragment, int place) {
        List<Row> rows = new ArrayList<>();
        List<GeneratedFrame> frames = archive.generatedFrames(camera, fragment.number());
        for (int i = 0; i < frames.size(); i++) {
            GeneratedFrame frame = frames.get(i);
            rows.add(
                    Row.of(
                            frame.payload(),
                            camera,
                            archive.streamArn(camera),
                            fragment.number(),
                            fragment.producerTimestamp(),
                            fragment.serverTimestamp(),
                            fragment.size(),
                            fragment.length().toMillis(),
                            Map.of("place", Integer.toString(place)),
                            fragment.producerTimestamp().plus(frame.offset()),
                            i,
                            frame.payload().length,
                            frame.keyFrame(),
                            (long) frame.track()));
        }
        return rows;
    }

    private void create(String columns, String... options) {
        List<String> all = new ArrayList<>(List.of("stream.names", String.join(";", CAMERAS)));
        all.addAll(List.of(options));
        TableJobs.create(sql, archive, "frames", columns, all.toArray(String[]::new));
    }
}
