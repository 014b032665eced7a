/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.When;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectClusterRESTAddress;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running cluster tells of a job over REST. */
@Timeout(120)
class MetricsITCase {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z]+)` \\|", Pattern.MULTILINE);

    private static final String READER = "Source__archive.";
    private static final String ENUMERATOR =
            "Source__archive_->_Sink__Writer.coordinator.enumerator.";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(quickFigures())
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final Instant START = Instant.parse("2025-03-14T09:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private LocalKvsArchive archive;

    private static Configuration quickFigures() {
        Configuration configuration = new Configuration();
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(50));
        return configuration;
    }

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(50)
                        .setTracks(GeneratedTrack.video(10, 100, 100))
                        .build());
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    /**
     * Ten splits of five fragments; the first request is refused, and the answer for the fourth
     * split stalls somewhere.
     */
    @Test
    void tellsWhatHasBeenReadAndWhatIsLeft(@InjectClusterRESTAddress URI cluster) throws Exception {
        archive.setFaults(
                Faults.none()
                        .withThrottled(When.first(1).withOperations("GetMediaForFragmentList"))
                        .withStalled(
                                Duration.ofDays(1), When.always().withRange(4, Long.MAX_VALUE)));
        JobClient job = start();

        Map<String, String> figures =
                await(
                        cluster,
                        job,
                        // The names of the stream's own figures may be known a little later, and
                        // some figures may be from before a split came while others are not.
                        all ->
                                number(all, "stream.camera.numRequests") == 5
                                        && number(all, "numFragments") >= 15
                                        && number(all, "pendingFragments") > 5
                                        && number(all, "pendingRecords") > 5 * 10
                                        && number(all, "pendingBytes") > listedBytes(20, 25)
                                        && number(all, "openConnections") == 1);

        long done = number(figures, "numFragments");
        assertThat(done).isBetween(15L, 19L);
        assertThat(number(figures, "numRecordsIn")).isBetween(10 * done, 10 * done + 9);
        assertThat(number(figures, "numRecordsInErrors")).isZero();
        assertThat(number(figures, "numBytesDelivered"))
                .isEqualTo(100 * number(figures, "numRecordsIn"));
        assertThat(number(figures, "numBytesIn"))
                .isBetween(number(figures, "numBytesDelivered"), number(figures, "numBytesRead"));
        assertThat(number(figures, "pendingFragments")).isEqualTo(25 - done);
        assertThat(number(figures, "pendingRecords")).isEqualTo(10 * (25 - done));
        assertThat(number(figures, "pendingBytes")).isEqualTo(listedBytes(done, 25));
        assertThat(number(figures, "currentFetchEventTimeLag"))
                .isCloseTo(
                        Duration.between(START, Instant.now()).toMillis(),
                        within(Duration.ofMinutes(5).toMillis()));
        assertThat(number(figures, "numLateFrames")).isZero();
        for (String stream : List.of("", "stream.camera.")) {
            assertThat(number(figures, stream + "numRequests")).isEqualTo(5);
            assertThat(number(figures, stream + "numRetries")).isEqualTo(1);
            assertThat(number(figures, stream + "numThrottles")).isEqualTo(1);
            assertThat(number(figures, stream + "numLostFragments")).isZero();
            assertThat(number(figures, stream + "openConnections")).isEqualTo(1);
            assertThat(number(figures, stream + "timeToFirstByte")).isNotNegative();
            assertThat(number(figures, stream + "numBytesRead")).isPositive();
        }

        assertThat(ofEnumerator(figures, "unassignedFragments")).isEqualTo(25);
        assertThat(ofEnumerator(figures, "unassignedSplits")).isEqualTo(5);
        assertThat(ofEnumerator(figures, "numAssignedSplits")).isEqualTo(5);
        assertThat(ofEnumerator(figures, "numListedFragments")).isEqualTo(50);
        assertThat(ofEnumerator(figures, "unfinishedStreams")).isEqualTo(1);
        assertThat(ofEnumerator(figures, "numThrottles")).isEqualTo(1);
        assertThat(documented("Of each parallel reader"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(figures).containsKey(READER + name));
        assertThat(documented("Of the enumerator"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(figures).containsKey(ENUMERATOR + name));
        job.cancel().get();
    }

    /** By the listing, from a fragment to another, which is not included. */
    private long listedBytes(long from, long to) {
        return archive.fragments("camera")
                .skip(from)
                .limit(to - from)
                .mapToLong(StoredFragment::size)
                .sum();
    }

    private JobClient start() throws Exception {
        StreamExecutionEnvironment env = TestJobs.environment(1);
        TestJobs.read(
                        env,
                        TestJobs.withAccess(
                                        KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                                .setStreams("camera")
                                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 5)
                                .setOption(
                                        KvsArchiveSourceOptions.AWS_HTTP_READ_TIMEOUT,
                                        Duration.ofHours(1))
                                .build())
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    /** The metrics in the table below a heading. */
    private static List<String> documented(String heading) throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## " + heading));
        return ROW.matcher(section.substring(0, section.indexOf("\n## ")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static long number(Map<String, String> figures, String name) {
        return Long.parseLong(figures.getOrDefault(READER + name, "-1"));
    }

    private static long ofEnumerator(Map<String, String> figures, String name) {
        return Long.parseLong(figures.getOrDefault(ENUMERATOR + name, "-1"));
    }

    private Map<String, String> await(
            URI cluster, JobClient job, Predicate<Map<String, String>> condition) throws Exception {
        Map<String, String> figures = figures(cluster, job);
        while (!condition.test(figures)) {
            TimeUnit.MILLISECONDS.sleep(50);
            figures = figures(cluster, job);
        }
        return figures;
    }

    private Map<String, String> figures(URI cluster, JobClient job) throws Exception {
        String ofJob = "/jobs/" + job.getJobID();
        JsonNode vertices = get(cluster.resolve(ofJob)).path("vertices");
        if (vertices.isEmpty()) {
            return Map.of();
        }
        URI vertex =
                cluster.resolve(ofJob + "/vertices/" + vertices.get(0).get("id").asText() + "/");
        Map<String, String> figures = new TreeMap<>();
        add(figures, vertex.resolve("subtasks/0/metrics"));
        add(figures, vertex.resolve("jm-operator-metrics"));
        return figures;
    }

    private void add(Map<String, String> figures, URI metrics) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode metric : get(metrics)) {
            String name = metric.get("id").asText();
            boolean isOfSource = name.startsWith(READER) || name.startsWith(ENUMERATOR);
            if (isOfSource && !name.startsWith(READER + "split.")) {
                names.add(name);
            }
        }
        String query = URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
        get(URI.create(metrics + "?get=" + query))
                .forEach(
                        metric ->
                                figures.put(
                                        metric.get("id").asText(), metric.path("value").asText()));
    }

    /** What there is; nothing before the task has started. */
    private JsonNode get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? json.readTree(answer.body()) : json.createArrayNode();
    }
}
