/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.examples.archive.ArchiveRun;
import io.kvsarchive.examples.archive.Sampling;
import io.kvsarchive.examples.detection.Detector;
import io.kvsarchive.examples.detection.DetectorException;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.incidents.report.IncidentReport;
import io.kvsarchive.examples.incidents.report.ReportedCamera;
import io.kvsarchive.examples.incidents.report.ReportedIncident;
import io.kvsarchive.examples.lines.JobProgress;
import io.kvsarchive.examples.lines.ReadCounts;
import io.kvsarchive.examples.recordings.RecordedTime;
import io.kvsarchive.examples.recordings.RecordingsJob;
import io.kvsarchive.examples.recordings.TimeSpan;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Runs the job, tells how it goes on, and writes the report. */
public final class FindingsRun implements ArchiveRun {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    private static final int MAX_TOLD = 20;

    private final FindingsRequest request;
    private final RecordingsJob recordingsJob;
    private final FindingsJob job;
    private final PrintWriter terminal;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    FindingsRun(FindingsRequest request, PrintWriter terminal) {
        this.request = request;
        this.recordingsJob = new RecordingsJob(request.archive());
        this.job = new FindingsJob(request);
        this.terminal = terminal;
    }

    /**
     * Runs the job to its end.
     *
     * @throws DetectorException if the model can't be used
     * @throws IllegalArgumentException if the output directory is not empty
     * @throws ExecutionException if the job fails, because of what failed
     */
    @Override
    public void run() throws Exception {
        // A model that can't be used is told before anything is read, and stays loaded.
        try (Detector model = new Detector(request.inspection().detector())) {
            request.output().prepare();
            report();
        }
    }

    private void report() throws Exception {
        terminal.println("Listing " + request.archive().describeStreams() + " ...");
        Map<String, List<ArchivedFragment>> listed = recordingsJob.run();
        long begin = System.nanoTime();
        List<ReportedIncident> incidents = findIncidents(listed);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<ReportedCamera> cameras = new ArrayList<>();
        listed.forEach(
                (stream, fragments) ->
                        cameras.add(new ReportedCamera(stream, RecordedTime.of(fragments))));
        new IncidentReport(cameras, incidents).writeTo(request.output().path());
        tellResult(incidents, seconds);
    }

    private List<ReportedIncident> findIncidents(Map<String, List<ArchivedFragment>> listed)
            throws Exception {
        long fragments = listed.values().stream().mapToLong(List::size).sum();
        boolean isAll = request.archive().sampling().equals(Sampling.ALL);
        terminal.printf(
                Locale.ROOT,
                "Looking at %s%,d fragments ...%n",
                isAll ? "" : "some of ",
                fragments);
        StreamExecutionEnvironment env = request.archive().environment();
        IncidentFiles files = new IncidentFiles(request.output().path());
        try (CloseableIterator<Incident> found = job.addTo(env).collectAsync()) {
            JobProgress progress =
                    new JobProgress(
                            env.executeAsync("Incidents of " + request.archive().describeStreams()),
                            BETWEEN_REPORTS,
                            accumulators -> progress(accumulators, fragments),
                            terminal);
            CompletableFuture<List<ReportedIncident>> incidents =
                    CompletableFuture.supplyAsync(() -> files.of(found));
            tellUndecodable(progress.awaitEnd());
            return incidents.get();
        }
    }

    private static String progress(Map<String, Object> accumulators, long fragments) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d fragments, %,d pictures",
                ReadCounts.of(accumulators).fragments(),
                fragments,
                (Long) accumulators.getOrDefault(InspectFragments.PICTURES, 0L));
    }

    private void tellUndecodable(JobExecutionResult result) {
        long frames = result.getAccumulatorResult(InspectFragments.UNDECODABLE_FRAMES);
        if (frames > 0) {
            terminal.printf(
                    Locale.ROOT,
                    "%,d frames could not be decoded: they are damaged, or lack what they refer"
                            + " to.%n",
                    frames);
        }
    }

    private void tell(Incident incident) {
        terminal.printf(
                "  %-16s  %-10s  %s  %s%n",
                incident.camera(),
                incident.label(),
                incident.from().truncatedTo(ChronoUnit.SECONDS),
                new TimeSpan(Duration.between(incident.from(), incident.to())));
    }

    private void tellResult(List<ReportedIncident> incidents, double seconds) {
        terminal.printf(Locale.ROOT, "Found %,d incidents in %.0f s.%n", incidents.size(), seconds);
        incidents.stream()
                .sorted(ReportedIncident.ORDER)
                .map(ReportedIncident::incident)
                .limit(MAX_TOLD)
                .forEach(this::tell);
        if (incidents.size() > MAX_TOLD) {
            terminal.println("  ...");
        }
        terminal.println(
                "Look at "
                        + request.output()
                                .path()
                                .toAbsolutePath()
                                .resolve(IncidentReport.PAGE)
                                .toUri());
        terminal.println(
                "Beside it are %s, %s and a picture of each incident."
                        .formatted(IncidentReport.LINES, IncidentReport.TABLE));
    }
}
