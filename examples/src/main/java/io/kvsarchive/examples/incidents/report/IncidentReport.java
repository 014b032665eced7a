/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Writes down what was found: for programs, for tables, and for people. */
public final class IncidentReport {

    /** The file with a line of JSON for each incident. */
    public static final String LINES = "incidents.jsonl";

    /** The file with a row for each incident. */
    public static final String TABLE = "incidents.parquet";

    /** The page. */
    public static final String PAGE = "report.html";

    private final List<ReportedCamera> cameras;
    private final List<ReportedIncident> incidents;

    /**
     * A report, in the order of cameras and time.
     *
     * @param cameras all that were looked at, those without incidents too
     * @param incidents in any order
     * @throws IllegalArgumentException if an incident is of a camera that is not among them
     */
    public IncidentReport(List<ReportedCamera> cameras, List<ReportedIncident> incidents) {
        this.cameras = cameras.stream().sorted(Comparator.comparing(ReportedCamera::name)).toList();
        this.incidents = incidents.stream().sorted(ReportedIncident.ORDER).toList();
        List<String> names = this.cameras.stream().map(ReportedCamera::name).toList();
        for (ReportedIncident reported : incidents) {
            String camera = reported.incident().camera();
            if (!names.contains(camera)) {
                throw new IllegalArgumentException(
                        "An incident is of the camera %s, but the report is of %s"
                                .formatted(camera, String.join(", ", names)));
            }
        }
    }

    /**
     * Writes {@value #LINES}, {@value #TABLE} and {@value #PAGE}.
     *
     * @param directory which has the pictures
     */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        IncidentLines.write(directory.resolve(LINES), incidents);
        IncidentTable.write(directory.resolve(TABLE), incidents);
        Files.writeString(
                directory.resolve(PAGE),
                ReportPage.of(cameras, incidents, PictureLinks.of(directory, incidents)).toHtml());
    }
}
