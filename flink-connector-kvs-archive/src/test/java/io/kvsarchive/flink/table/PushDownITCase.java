/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the service is asked for, and what comes of it, where a query wants less than all. */
@Timeout(120)
class PushDownITCase {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] STREAMS = {"cam-1", "cam-2", "yard"};

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
        for (String stream : STREAMS) {
            archive.addGeneratedStream(
                    GeneratedStream.named(stream)
                            .start(START)
                            .fragmentDuration(Duration.ofSeconds(2))
                            .fragmentCount(120)
                            .uploadDelay(Duration.ofSeconds(10))
                            .track(GeneratedTrack.video(5, 10, 200))
                            .track(GeneratedTrack.audio(5, 10, 100))
                            .build());
        }
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @BeforeEach
    void begin() {
        archive.requests().clear();
        sql = TableJobs.batch();
        TableJobs.create(
                sql,
                archive,
                "frames",
                "payload BYTES, stream_name STRING, fragment_number STRING, producer_time"
                        + " TIMESTAMP_LTZ(3), server_time TIMESTAMP_LTZ(3), frame_time"
                        + " TIMESTAMP_LTZ(3), frame_index INT, key_frame BOOLEAN, track_number"
                        + " BIGINT, track_name STRING",
                "stream.prefix",
                "",
                "format",
                "raw");
    }

    @Test
    void explains() throws Exception {
        for (String where :
                List.of(
                        "stream_name = 'cam-1'",
                        "stream_name IN ('cam-1', 'yard')",
                        "stream_name LIKE 'cam-%'",
                        "stream_name LIKE 'cam_1%'",
                        "key_frame",
                        "key_frame = TRUE and track_number = 1",
                        "track_name IN ('audio', 'x')",
                        "producer_time BETWEEN TIMESTAMP '2026-01-01 00:01:00' AND TIMESTAMP"
                                + " '2026-01-01 00:02:00'",
                        "producer_time >= TO_TIMESTAMP_LTZ(1767225660000, 3)",
                        "producer_time >= CAST('2026-01-01 00:01:00' AS TIMESTAMP_LTZ(3))",
                        "producer_time >= '2026-01-01 00:01:00'",
                        "server_time < TIMESTAMP '2026-01-01 00:02:00'",
                        "frame_time > TIMESTAMP '2026-01-01 00:01:00.0005'")) {
            System.out.println(where);
            try {
                System.out.println(
                        sql.explainSql(
                                "SELECT frame_index FROM frames WHERE " + where + " LIMIT 3"));
            } catch (Exception e) {
                System.out.println(e);
            }
        }
    }
}
