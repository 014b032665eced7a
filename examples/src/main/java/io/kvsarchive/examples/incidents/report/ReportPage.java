/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.kvsarchive.examples.recordings.Recording;
import io.kvsarchive.examples.recordings.TimeSpan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page, as {@code report.html} beside this class lays it out. The template escapes all that it
 * fills in.
 *
 * @param period from when to when, null if there is nothing
 * @param summary all in a sentence
 * @param colours of labels
 */
record ReportPage(
        String title,
        @Nullable String period,
        String summary,
        List<LabelCount> labels,
        List<LabelColour> colours,
        boolean isFound,
        List<CameraView> cameras) {

    private static final int MAX_NAMED = 3;

    /** More are not shown at once. */
    private static final int MAX_CARDS = 100;

    static ReportPage of(
            List<ReportedCamera> cameras, List<ReportedIncident> incidents, PictureLinks links)
            throws IOException {
        Optional<Recording> period = period(cameras, incidents);
        TimeAxis axis =
                period.map(all -> TimeAxis.of(all.from(), all.to()))
                        .orElse(TimeAxis.of(Instant.EPOCH, Instant.EPOCH));
        List<CameraView> views = new ArrayList<>();
        for (ReportedCamera camera : cameras) {
            views.add(
                    CameraView.of(
                            "camera-" + (views.size() + 1),
                            camera,
                            incidents.stream()
                                    .filter(
                                            reported ->
                                                    reported.incident()
                                                            .camera()
                                                            .equals(camera.name()))
                                    .toList(),
                            axis,
                            incidents.size() > MAX_CARDS,
                            links));
        }
        return new ReportPage(
                title(cameras),
                period.map(all -> TimeText.period(all.from(), all.to())).orElse(null),
                summary(cameras, incidents.size()),
                LabelCount.of(incidents),
                List.of(LabelColour.all()),
                !incidents.isEmpty(),
                views);
    }

    private static String title(List<ReportedCamera> cameras) {
        List<String> names = cameras.stream().map(ReportedCamera::name).toList();
        return switch (names.size()) {
            case 0 -> "No cameras";
            case 1 -> names.get(0);
            case 2, MAX_NAMED ->
                    String.join(", ", names.subList(0, names.size() - 1))
                            + " and "
                            + names.get(names.size() - 1);
            default -> names.size() + " cameras";
        };
    }

    private static String summary(List<ReportedCamera> cameras, int incidents) {
        Duration recorded =
                cameras.stream()
                        .map(camera -> CameraView.length(camera.recorded()))
                        .reduce(Duration.ZERO, Duration::plus);
        return "%s in %s of video from %s."
                .formatted(
                        incidents == 0 ? "Nothing was found" : Counted.of(incidents, "incident"),
                        new TimeSpan(recorded),
                        Counted.of(cameras.size(), "camera"));
    }

    /** From when to when all is that was recorded or found. */
    private static Optional<Recording> period(
            List<ReportedCamera> cameras, List<ReportedIncident> incidents) {
        return Stream.concat(
                        cameras.stream().flatMap(camera -> camera.recorded().recordings().stream()),
                        incidents.stream()
                                .map(ReportedIncident::incident)
                                .map(incident -> new Recording(incident.from(), incident.to())))
                .reduce(
                        (one, other) ->
                                new Recording(
                                        one.from().isBefore(other.from())
                                                ? one.from()
                                                : other.from(),
                                        one.to().isAfter(other.to()) ? one.to() : other.to()));
    }

    String toHtml() throws IOException {
        try (Reader reader = resource("report.html")) {
            Template template =
                    Mustache.compiler().withLoader(ReportPage::resource).compile(reader);
            return template.execute(this);
        }
    }

    private static Reader resource(String name) throws IOException {
        InputStream in = ReportPage.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException("The report's " + name + " is missing");
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
