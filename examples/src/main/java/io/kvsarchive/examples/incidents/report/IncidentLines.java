/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Incident;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes each incident as one line of JSON. */
final class IncidentLines {

    private static final JsonFactory JSON = new JsonFactory();

    private IncidentLines() {}

    static void write(Path file, List<ReportedIncident> incidents) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ReportedIncident incident : incidents) {
            lines.add(line(incident));
        }
        Files.write(file, lines);
    }

    private static String line(ReportedIncident reported) throws IOException {
        Incident incident = reported.incident();
        Box area = incident.area();
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("camera", incident.camera());
            json.writeStringField("label", incident.label());
            json.writeStringField("from", incident.from().toString());
            json.writeStringField("to", incident.to().toString());
            json.writeObjectFieldStart("area");
            json.writeNumberField("left", area.left());
            json.writeNumberField("top", area.top());
            json.writeNumberField("right", area.right());
            json.writeNumberField("bottom", area.bottom());
            json.writeEndObject();
            json.writeNumberField("movement", incident.movement());
            json.writeNumberField("detections", incident.detections());
            json.writeNumberField("score", incident.best().score());
            json.writeStringField("picture", reported.picture().orElse(null));
            json.writeEndObject();
        }
        return line.toString();
    }
}
