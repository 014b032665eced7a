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
import java.util.Optional;

/** Writes the pictures of incidents into files as they come, so that they take no memory. */
final class IncidentFiles {

    private static final String DIRECTORY = "pictures";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

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
                    incident.best().hasPicture()
                            ? Optional.of(write(incident, reported.size() + 1))
                            : Optional.empty();
            reported.add(new ReportedIncident(incident.withoutPicture(), picture));
        }
        return reported;
    }

    private String write(Incident incident, int number) {
        // A stream's name holds letters, digits and _ . - alone.
        String name =
                String.format(
                        "%s/%s-%s-%d.jpg",
                        DIRECTORY, incident.camera(), TIME.format(incident.from()), number);
        try {
            Files.createDirectories(parent.resolve(DIRECTORY));
            Files.write(parent.resolve(name), incident.best().picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }
}
