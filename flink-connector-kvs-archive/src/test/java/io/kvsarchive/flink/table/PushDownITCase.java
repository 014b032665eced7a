/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.JobFailure;
import io.kvsarchive.flink.source.TestJobs;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.ReceivedRequest;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                    GeneratedStream.builder(stream)
                            .setStart(START)
                            .setFragmentDuration(Duration.ofSeconds(2))
                            .setFragmentCount(120)
                            .setUploadDelay(Duration.ofSeconds(10))
                            .setTracks(
                                    GeneratedTrack.video(5, 10, 200),
                                    GeneratedTrack.audio(5, 10, 100))
                            .build());
        }
    }

    @AfterAll
    static void stopArchive() {
        archive.close();
    }

    @BeforeEach
    void begin() {
        archive.clearFaults();
        archive.requests().clear();
        sql = TableJobs.batch();
        create("frames", "stream.prefix", "", "format", "raw");
    }

    private void create(String table, String... options) {
        create(sql, table, options);
    }

    private static void create(TableEnvironment environment, String table, String... options) {
        TableJobs.create(
                environment,
                archive,
                table,
                "payload BYTES, stream_name STRING, fragment_number STRING, producer_time"
                        + " TIMESTAMP_LTZ(3), server_time TIMESTAMP_LTZ(3), frame_time"
                        + " TIMESTAMP_LTZ(3), frame_index INT, key_frame BOOLEAN, track_number"
                        + " BIGINT, track_name STRING",
                options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream_name = 'cam-1' | cam-1",
                "'yard' = stream_name | yard",
                "stream_name IN ('cam-1', 'yard', 'nowhere') | cam-1 yard",
                "stream_name LIKE 'cam-%' | cam-1 cam-2",
                "stream_name LIKE 'cam-%' AND stream_name IN ('cam-2', 'yard') | cam-2",
            })
    void asksForTheStreamsThatAreWantedOnly(String where, String streams) throws Exception {
        String[] wanted = streams.split(" ", -1);

        assertSameInAnyOrder(frames(where), truth(wanted));
        assertThat(streamsAsked()).containsExactlyInAnyOrder(wanted);
        assertThat(plan(where)).contains("filter=[").doesNotContain("where=");
    }

    @Test
    void asksForTheStreamsOfAListThatAreWantedOnly() throws Exception {
        create("listed", "stream.names", "cam-1;" + archive.streamArn("cam-2"), "format", "raw");

        assertThat(lines("SELECT COUNT(*) FROM listed WHERE stream_name = 'cam-2'"))
                .containsExactly("+I[" + truth("cam-2").size() + "]");
        assertThat(streamsAsked()).containsExactly(archive.streamArn("cam-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream_name = 'nowhere'",
                "stream_name = 'cam-1' AND stream_name = 'cam-2'",
                "stream_name LIKE 'no%'"
            })
    void findsNothingWhereNoStreamIsWanted(String where) throws Exception {
        create("listed", "stream.names", "cam-1;cam-2", "format", "raw");

        assertThat(frames(where)).isEmpty();
        assertThat(lines("SELECT frame_index FROM listed WHERE " + where)).isEmpty();
        assertThat(archive.requests().count("ListFragments")).isZero();
    }

    @Test
    void widensWhatAListingCantTell() throws Exception {
        String where = "stream_name LIKE 'cam_1'";

        assertSameInAnyOrder(frames(where), truth("cam-1"));
        assertThat(streamsAsked()).containsExactlyInAnyOrder("cam-1", "cam-2");
        assertThat(plan(where)).contains("filter=[LIKE").contains("where=[LIKE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer_time BETWEEN ? AND ? | 30 | 60",
                "producer_time > ? AND producer_time <= ? | 31 | 60",
                "? <= producer_time AND ? >= producer_time | 30 | 60",
                "server_time BETWEEN ? AND ? | 25 | 55",
                "producer_time >= ? AND server_time <= ? | 30 | 55",
            })
    void asksForFragmentsThatBeginInTimeOnly(String condition, int first, int last)
            throws Exception {
        String where =
                condition
                                .replaceFirst("\\?", instant(START.plusSeconds(60)))
                                .replaceFirst("\\?", instant(START.plusSeconds(120)))
                        + " AND stream_name = 'cam-1'";
        List<String> wanted = numbers("cam-1", first, last);

        assertSameInAnyOrder(frames(where), truth("cam-1", wanted));
        assertThat(asked("cam-1")).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(plan(where)).contains("filter=[and(").doesNotContain("where=");
    }

    @Test
    void asksForFragmentsThatCanHaveFramesInTheRange() throws Exception {
        Instant from = START.plusSeconds(101);
        Instant to = START.plusSeconds(103);
        String where =
                "stream_name = 'cam-1' AND frame_time >= "
                        + instant(from)
                        + " AND frame_time < "
                        + instant(to);

        List<String> lines = frames(where);

        assertThat(lines)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(framesIn("cam-1", from, to));
        // 32.768 s before and after, in fragments of 2 s.
        assertThat(asked("cam-1")).containsExactlyInAnyOrderElementsOf(numbers("cam-1", 35, 67));
        assertThat(plan(where)).contains("filter=[").contains("where=[");
    }

    /** So late a frame may lie in a fragment that began before the range. */
    @Test
    void asksForNoFragmentsAfterTheRangeWhereNoFrameLiesBeforeItsStart() throws Exception {
        create(
                "plain",
                "stream.names",
                "cam-1",
                "format",
                "raw",
                "watermark.negative-offset",
                "0 ms");
        Instant from = START.plusSeconds(101);
        Instant to = START.plusSeconds(103);

        assertThat(
                        lines(
                                query(
                                                "frame_time >= "
                                                        + instant(from)
                                                        + " AND frame_time < "
                                                        + instant(to))
                                        .replace("frames", "plain")))
                .containsExactlyInAnyOrderElementsOf(framesIn("cam-1", from, to));
        assertThat(asked("cam-1")).containsExactlyInAnyOrderElementsOf(numbers("cam-1", 35, 51));
    }

    /** Whatever their names are: one has that of another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camera = 'yard' AND server_time < ? | 0 | 9",
                "camera LIKE 'yard%' AND t >= ? AND t < ? | 0 | 27",
                "camera = 'yard' AND producer_time <= ? AND is_key | 0 | 5",
            })
    void asksTheSameWhereColumnsAreMetadata(String condition, int first, int last)
            throws Exception {
        TableJobs.create(
                sql,
                archive,
                "described",
                "camera STRING METADATA FROM 'stream_name', number STRING METADATA FROM"
                        + " 'fragment_number', place INT METADATA FROM 'frame_index', server_time"
                        + " TIMESTAMP_LTZ(3) METADATA FROM 'producer_time', producer_time"
                        + " TIMESTAMP_LTZ(3) METADATA FROM 'server_time', t TIMESTAMP_LTZ(3)"
                        + " METADATA FROM 'frame_time', is_key BOOLEAN METADATA FROM 'key_frame'",
                "stream.prefix",
                "");
        String query =
                "SELECT camera, number, place FROM described WHERE "
                        + condition
                                .replaceFirst("\\?", instant(START.plusSeconds(20)))
                                .replaceFirst("\\?", instant(START.plusSeconds(22)));
        Instant start = START.plusSeconds(20);
        BiPredicate<StoredFragment, GeneratedFrame> filter =
                condition.contains("t >=")
                        ? inTime(start, START.plusSeconds(22))
                        : condition.contains("is_key")
                                ? (fragment, frame) ->
                                        !fragment.serverTimestamp().isAfter(start)
                                                && frame.isKeyFrame()
                                : (fragment, frame) -> fragment.producerTimestamp().isBefore(start);

        assertSameInAnyOrder(lines(query), lines("yard", filter));
        assertThat(streamsAsked()).containsExactly("yard");
        assertThat(asked("yard")).containsExactlyInAnyOrderElementsOf(numbers("yard", first, last));
        assertThat(sql.explainSql(query)).contains("filter=[and(");
    }

    @Test
    void takesTimesWithoutAZoneInThatOfTheSession() throws Exception {
        sql.getConfig().set("table.local-time-zone", "America/New_York");
        String where = "stream_name = 'cam-1' AND producer_time <= TIMESTAMP '2025-12-31 19:00:20'";

        assertSameInAnyOrder(frames(where), truth("cam-1", numbers("cam-1", 0, 10)));
        assertThat(asked("cam-1")).containsExactlyInAnyOrderElementsOf(numbers("cam-1", 0, 10));
    }

    @Test
    void doesNotNarrowWhatPicksFragmentsByThoseBefore() throws Exception {
        create("picked", "stream.names", "cam-1", "format", "raw", "fragment.every-nth", "7");
        String all = "SELECT fragment_number, frame_index FROM picked";

        List<String> wanted =
                lines(all + " WHERE producer_time >= " + instant(START.plusSeconds(30)));

        Set<String> late =
                archive.fragments("cam-1")
                        .filter(
                                fragment ->
                                        !fragment.producerTimestamp()
                                                .isBefore(START.plusSeconds(30)))
                        .map(StoredFragment::fragmentNumber)
                        .collect(Collectors.toSet());
        assertThat(wanted)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        lines(all).stream()
                                .filter(line -> late.stream().anyMatch(line::contains))
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"key_frame", "key_frame = TRUE", "key_frame IS TRUE"})
    void leavesOutFramesThatNeedOthers(String where) throws Exception {
        assertThat(frames("stream_name = 'cam-1' AND " + where))
                .hasSize(120 + 120 * 10)
                .containsExactlyInAnyOrderElementsOf(truth("cam-1", GeneratedFrame::isKeyFrame));
        assertThat(plan(where)).contains("filter=[key_frame").doesNotContain("where=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"track_number = 2", "track_name IN ('audio', 'smell')"})
    void leavesOutTracks(String where) throws Exception {
        assertSameInAnyOrder(
                frames("stream_name = 'cam-1' AND " + where),
                truth("cam-1", frame -> frame.track() == 2));
        assertThat(plan(where)).contains("filter=[").contains("where=[");
    }

    @Test
    void leavesToFlinkWhatNamesNoTrack() throws Exception {
        assertThat(frames("stream_name = 'cam-1' AND track_name = ''")).isEmpty();
    }

    @Test
    void carriesWhatIsNeededOnly() throws Exception {
        assertThat(plan("key_frame"))
                .contains("project=[stream_name, fragment_number, frame_index]");
        assertThat(sql.explainSql("SELECT MAX(frame_index) FROM frames GROUP BY stream_name"))
                .contains("project=[stream_name, frame_index]");
    }

    /** No payload has the four bytes of an INT. */
    @Test
    void asksTheFormatForNothingThatIsNotNeeded() throws Exception {
        TableJobs.create(
                sql,
                archive,
                "numbers",
                "payload INT, frame_index INT",
                "stream.names",
                "cam-1",
                "format",
                "raw");

        assertThat(lines("SELECT COUNT(frame_index) FROM numbers"))
                .containsExactly("+I[" + truth("cam-1").size() + "]");
        assertThat(JobFailure.causes(() -> lines("SELECT payload FROM numbers")))
                .anySatisfy(
                        cause ->
                                assertThat(cause)
                                        .hasMessageContainingAll(
                                                "Stream 'cam-1', fragment ", ": frame ")
                                        .rootCause()
                                        .hasMessageContaining("INT"));
    }

    @Test
    void readsNoMoreThanALimitNeeds() throws Exception {
        for (TableEnvironment environment : List.of(sql, streaming())) {
            archive.requests().clear();

            assertThat(
                            TableJobs.lines(
                                    environment,
                                    "SELECT stream_name, fragment_number, frame_index FROM frames"
                                            + " WHERE stream_name LIKE 'cam-%' LIMIT 5"))
                    .hasSize(5)
                    .isSubsetOf(truth("cam-1", "cam-2"));
            assertThat(
                            archive.requests().fragmentsAsked("cam-1").size()
                                    + archive.requests().fragmentsAsked("cam-2").size())
                    .isLessThan(60);
        }
        assertThat(sql.explainSql("SELECT frame_index FROM frames LIMIT 5")).contains("limit=[5]");
    }

    /** The other camera comes after the failure, so that there is more to emit. */
    @Test
    void keepsALimitThroughAFailure() throws Exception {
        FailsAfterACheckpoint.failed = new CountDownLatch(1);
        int limit = truth("cam-1").size() + 100;
        archive.setFaults(
                "cam-2",
                Faults.none()
                        .withThrottled(When.always().withOperations("GetMediaForFragmentList")));
        StreamTableEnvironment restarting =
                StreamTableEnvironment.create(TestJobs.restarting(2, Duration.ofMillis(10), false));
        create(
                restarting,
                "frames",
                "stream.names",
                "cam-1;cam-2",
                "format",
                "raw",
                "retry-strategy.attempts.max",
                "1000",
                "retry-strategy.delay.max",
                "50 ms");
        Table limited =
                restarting.sqlQuery(
                        "SELECT stream_name, fragment_number, frame_index FROM frames LIMIT "
                                + limit);

        List<String> rows = new ArrayList<>();
        try (CloseableIterator<String> arriving =
                restarting
                        .toDataStream(limited)
                        .map(Row::toString)
                        .map(new FailsAfterACheckpoint())
                        .executeAndCollect()) {
            FailsAfterACheckpoint.failed.await();
            archive.clearFaults();
            arriving.forEachRemaining(rows::add);
        }

        assertThat(rows).hasSize(limit).doesNotHaveDuplicates().isSubsetOf(truth("cam-1", "cam-2"));
    }

    /** Fails once, when some rows are in a checkpoint. */
    private static final class FailsAfterACheckpoint
            implements MapFunction<String, String>, CheckpointListener {

        private static final long serialVersionUID = 1L;
        private static CountDownLatch failed;

        private boolean hasMapped;

        @Override
        public String map(String row) {
            hasMapped = true;
            return row;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            if (hasMapped && failed.getCount() > 0) {
                failed.countDown();
                throw new IllegalStateException("made to fail");
            }
        }
    }

    @Test
    void readsNoMoreOfAListingThanALimitNeeds() throws Exception {
        TableJobs.create(
                sql,
                archive,
                "listed",
                "stream_name STRING, fragment_number STRING",
                "stream.prefix",
                "",
                "scan.records",
                "fragments");

        assertThat(lines("SELECT * FROM listed WHERE stream_name = 'yard' LIMIT 7"))
                .hasSize(7)
                .isSubsetOf(
                        numbers("yard", 0, 119).stream()
                                .map(number -> "+I[yard, " + number + "]")
                                .toList());
        assertThat(sql.explainSql("SELECT * FROM listed LIMIT 7")).contains("limit=[7]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOURCE_WATERMARK()", "producer_time - INTERVAL '11' MINUTE"})
    void narrowsViewsOfTablesWithWatermarks(String watermark) throws Exception {
        sql = TableJobs.streaming();
        TableJobs.create(
                sql,
                archive,
                "timed",
                "stream_name STRING, producer_time TIMESTAMP_LTZ(3), frame_index INT, WATERMARK FOR"
                        + " producer_time AS "
                        + watermark,
                "stream.prefix",
                "");
        sql.executeSql(
                "CREATE TEMPORARY VIEW narrowed AS SELECT producer_time, frame_index FROM timed"
                    + " WHERE stream_name = 'yard' AND producer_time BETWEEN TIMESTAMP '2026-01-01"
                    + " 00:03:20' AND TIMESTAMP '2026-01-01 00:10:00'");

        assertThat(
                        lines(
                                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE narrowed,"
                                    + " DESCRIPTOR(producer_time), INTERVAL '20' SECOND)) GROUP BY"
                                    + " window_start, window_end"))
                .containsExactlyInAnyOrder(
                        "+I[2026-01-01T00:03:20, 200]", "+I[2026-01-01T00:03:40, 200]");
        assertThat(asked("yard")).containsExactlyInAnyOrderElementsOf(numbers("yard", 100, 119));
        assertThat(streamsAsked()).containsExactly("yard");
    }

    /** As a reader that goes on for ever does. */
    @Test
    void narrowsTablesWithoutAnEnd() throws Exception {
        sql = TableJobs.streaming();
        create(
                "unbounded",
                "stream.prefix",
                "",
                "format",
                "raw",
                "scan.bounded",
                "false",
                "scan.start.timestamp",
                START.toString());
        sql.executeSql(
                "CREATE TABLE arrived (stream_name STRING, fragment_number STRING, frame_index INT)"
                        + " WITH ('connector' = 'arrived-rows')");
        ArrivedRows.clear();
        List<String> wanted = numbers("cam-2", 100, 119);

        JobClient job =
                sql.executeSql(
                                "INSERT INTO arrived SELECT stream_name, fragment_number,"
                                        + " frame_index FROM unbounded WHERE stream_name = 'cam-2'"
                                        + " AND producer_time >= "
                                        + instant(START.plusSeconds(200)))
                        .getJobClient()
                        .orElseThrow();
        List<String> rows = ArrivedRows.next(truth("cam-2", wanted).size());
        job.cancel().get();

        assertSameInAnyOrder(rows, truth("cam-2", wanted));
        assertThat(streamsAsked()).containsExactly("cam-2");
        assertThat(asked("cam-2")).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private TableEnvironment streaming() {
        sql = TableJobs.streaming();
        create("frames", "stream.prefix", "", "format", "raw");
        return sql;
    }

    private List<String> frames(String where) throws Exception {
        return lines(query(where));
    }

    private static String query(String where) {
        return "SELECT stream_name, fragment_number, frame_index FROM frames WHERE " + where;
    }

    private List<String> lines(String query) throws Exception {
        return TableJobs.lines(sql, query);
    }

    private String plan(String where) {
        String plan = sql.explainSql(query(where));
        return plan.substring(plan.indexOf("== Optimized Execution Plan =="));
    }

    private static String instant(Instant time) {
        return "TO_TIMESTAMP_LTZ(" + time.toEpochMilli() + ", 3)";
    }

    private static Set<String> streamsAsked() {
        return archive.requests().latest("ListFragments").stream()
                .map(ReceivedRequest::stream)
                .collect(Collectors.toSet());
    }

    private static Set<String> asked(String stream) {
        return new TreeSet<>(archive.requests().fragmentsAsked(stream));
    }

    /** The numbers of fragments from one to another, both included, counted from 0. */
    private static List<String> numbers(String stream, int first, int last) {
        return archive.fragments(stream)
                .map(StoredFragment::fragmentNumber)
                .toList()
                .subList(first, last + 1);
    }

    private static List<String> truth(String... streams) {
        return Stream.of(streams).flatMap(stream -> truth(stream, frame -> true).stream()).toList();
    }

    private static List<String> truth(String stream, List<String> numbers) {
        return truth(stream, frame -> true).stream()
                .filter(line -> numbers.stream().anyMatch(line::contains))
                .toList();
    }

    private static List<String> truth(String stream, Predicate<GeneratedFrame> filter) {
        return lines(stream, (fragment, frame) -> filter.test(frame));
    }

    private static List<String> framesIn(String stream, Instant from, Instant to) {
        return lines(stream, inTime(from, to));
    }

    private static BiPredicate<StoredFragment, GeneratedFrame> inTime(Instant from, Instant to) {
        return (fragment, frame) -> {
            Instant time = fragment.producerTimestamp().plus(frame.offset());
            return !time.isBefore(from) && time.isBefore(to);
        };
    }

    private static List<String> lines(
            String stream, BiPredicate<StoredFragment, GeneratedFrame> filter) {
        List<String> lines = new ArrayList<>();
        for (StoredFragment fragment : archive.fragments(stream).toList()) {
            List<GeneratedFrame> frames =
                    archive.generatedFrames(stream, fragment.fragmentNumber());
            for (int i = 0; i < frames.size(); i++) {
                if (filter.test(fragment, frames.get(i))) {
                    lines.add("+I[" + stream + ", " + fragment.fragmentNumber() + ", " + i + "]");
                }
            }
        }
        return lines;
    }
}
