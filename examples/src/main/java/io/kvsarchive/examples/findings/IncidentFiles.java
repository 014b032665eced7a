/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.incidents.report.ReportedIncident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the pictures of incidents into files as they come, so that they take no memory. */
final class IncidentFiles {

    private static final String DIRECTORY = "pictures";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private static final Pattern OTHER_THAN_NAMES = Pattern.compile("[^A-Za-z0-9_./-]");

    private final Path parent;

    /**
     * @param parent of the pictures' directory
     */
    IncidentFiles(Path parent) {
        this.parent = parent;
    }

    List<ReportedIncident> of(Iterator<Incident> incidents) {
        List<ReportedIncident> reported = new ArrayList<>();
        while (incidents.hasNext()) {
            Incident incident = incidents.next();
            Optional<String> picture =
                    incident.best().hasPicture() ? Optional.of(write(incident)) : Optional.empty();
            reported.add(new ReportedIncident(incident.withoutPicture(), picture));
        }
        return reported;
    }

    /** Named for what tells incidents apart, so that the names are the same in every run. */
    private String write(Incident incident) {
        String name =
                String.format(
                        Locale.ROOT,
                        "%s/%s-%s-%s",
                        DIRECTORY,
                        incident.camera(),
                        TIME.format(incident.from()),
                        incident.label());
        String place = String.format(Locale.ROOT, "-%.3f", incident.area().left());
        String file = OTHER_THAN_NAMES.matcher(name + place).replaceAll("_") + ".jpg";
        try {
            Files.createDirectories(parent.resolve(DIRECTORY));
            Files.write(parent.resolve(file), incident.best().picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
