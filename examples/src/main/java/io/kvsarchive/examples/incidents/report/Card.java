/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.recordings.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of an incident.
 *
 * @param id what a link to it names
 * @param style the class of the label's colour
 * @param picture the address of its picture, null if there is none
 * @param movement in per cent
 * @param score in per cent
 */
record Card(
        String id,
        String camera,
        String label,
        String style,
        @Nullable String picture,
        String from,
        String to,
        String time,
        String lasted,
        long movement,
        long score,
        int detections) {

    private static final int ALL = 100;

    static Card of(String id, ReportedIncident reported, PictureLinks links, TimeText times)
            throws IOException {
        Incident incident = reported.incident();
        return new Card(
                id,
                incident.camera(),
                incident.label(),
                LabelColour.of(incident.label()).style(),
                links.link(reported).orElse(null),
                incident.from().toString(),
                incident.to().toString(),
                times.span(incident.from(), incident.to()),
                new TimeSpan(Duration.between(incident.from(), incident.to())).toString(),
                Math.round(ALL * incident.movement()),
                Math.round(ALL * incident.best().score()),
                incident.detections());
    }
}
