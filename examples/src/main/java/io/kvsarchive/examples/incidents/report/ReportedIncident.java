/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.incidents.Incident;
import java.util.Comparator;
import java.util.Optional;

/**
 * An incident, and the file that shows it.
 *
 * @param picture the file's path, relative to the report's directory and with slashes
 */
public record ReportedIncident(Incident incident, Optional<String> picture) {

    /** The order in which they are reported, whatever the order in which they were found. */
    public static final Comparator<ReportedIncident> ORDER =
            Comparator.comparing(ReportedIncident::incident, incidentOrder());

    private static Comparator<Incident> incidentOrder() {
        return Comparator.comparing(Incident::camera)
                .thenComparing(Incident::from)
                .thenComparing(Incident::label)
                .thenComparing(Incident::to)
                .thenComparing(incident -> incident.area().left())
                .thenComparing(incident -> incident.area().top());
    }
}
