/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Follows the things before one camera from picture to picture.
 *
 * <p>In each picture, the things that are followed and the detections of the same label are paired,
 * the nearest first; a detection that is left starts an incident. Where a thing is expected goes by
 * how it moved. A thing that is not seen for longer than the rules allow is gone, but the time
 * while something else is before it doesn't count: who walks past a parked car doesn't end its
 * incident.
 */
final class IncidentTracker {

    /** How much of a thing something else covers when it may hide it. */
    private static final double HIDING_SHARE = 0.1;

    /** The order in which detections came must not matter. */
    private static final Comparator<Detection> ORDER =
            Comparator.comparing(Detection::label)
                    .thenComparing(detection -> detection.box().left())
                    .thenComparing(detection -> detection.box().top())
                    .thenComparing(detection -> detection.box().right())
                    .thenComparing(detection -> detection.box().bottom())
                    .thenComparing(Detection::score)
                    .thenComparing(Detection::movement);

    private final GroupingRules rules;
    private List<OpenIncident> open;

    /** Goes on with what {@link #open} gave. */
    IncidentTracker(GroupingRules rules, List<OpenIncident> open) {
        this.rules = rules;
        this.open = List.copyOf(open);
    }

    /** What may go on, the first to begin first. */
    List<OpenIncident> open() {
        return open;
    }

    /** When the next incident ends if nothing more is seen; its last moment. */
    Optional<Instant> nextEnd() {
        return open.stream().map(this::end).min(Comparator.naturalOrder());
    }

    private Instant end(OpenIncident incident) {
        return incident.waitsFrom().plus(rules.longestPause());
    }

    /** Lets time pass, and tells which incidents have ended before. */
    List<Incident> advance(Instant time) {
        List<Incident> ended =
                open.stream()
                        .filter(incident -> end(incident).isBefore(time))
                        .filter(incident -> !incident.isFlicker(rules))
                        .map(OpenIncident::end)
                        .toList();
        open = open.stream().filter(incident -> !end(incident).isBefore(time)).toList();
        return ended;
    }

    /**
     * Looks at the next picture.
     *
     * @param detections all that was found in it, in any order
     */
    void look(Instant time, List<Detection> detections) {
        List<Detection> left = new ArrayList<>(detections);
        left.sort(ORDER);
        List<OpenIncident> waiting = new ArrayList<>(open);
        List<OpenIncident> next = new ArrayList<>();
        for (Pair pair : pairs(waiting, left)) {
            if (waiting.contains(pair.incident()) && left.contains(pair.detection())) {
                waiting.remove(pair.incident());
                left.remove(pair.detection());
                next.add(pair.incident().seen(pair.detection()));
            }
        }
        for (OpenIncident incident : waiting) {
            next.add(isHidden(incident, detections) ? incident.hidden(time) : incident);
        }
        for (Detection detection : left) {
            next.add(OpenIncident.of(detection));
        }
        next.sort(
                Comparator.comparing(OpenIncident::from)
                        .thenComparing(OpenIncident::latest, ORDER)
                        .thenComparing(OpenIncident::detections));
        open = List.copyOf(next);
    }

    private record Pair(OpenIncident incident, Detection detection, double distance) {}

    private static List<Pair> pairs(List<OpenIncident> incidents, List<Detection> detections) {
        List<Pair> pairs = new ArrayList<>();
        for (OpenIncident incident : incidents) {
            for (Detection detection : detections) {
                double distance = incident.distance(detection);
                if (incident.latest().label().equals(detection.label()) && distance <= 1) {
                    pairs.add(new Pair(incident, detection, distance));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::distance));
        return pairs;
    }

    private static boolean isHidden(OpenIncident incident, List<Detection> detections) {
        Box box = incident.latest().box();
        return detections.stream()
                .anyMatch(detection -> box.coveredBy(detection.box()) >= HIDING_SHARE);
    }
}
