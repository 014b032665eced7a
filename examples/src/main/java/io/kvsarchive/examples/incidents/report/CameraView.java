/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.RecordedTime;
import io.kvsarchive.examples.recordings.Recording;
import io.kvsarchive.examples.recordings.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the page shows of a camera.
 *
 * @param recorded how much is recorded, in words
 * @param recordings where the timeline shows that something is recorded
 * @param gaps where it shows that nothing is
 * @param lanes a lane for each label
 * @param count how many incidents it has, in words
 * @param isCollapsed whether cards are to be seen only when a group is opened
 */
record CameraView(
        String id,
        String name,
        String recorded,
        List<Mark> recordings,
        List<Mark> gaps,
        List<Lane> lanes,
        List<TimeAxis.Tick> ticks,
        boolean hasIncidents,
        String count,
        boolean isCollapsed,
        List<CardGroup> groups) {

    static CameraView of(
            String id,
            ReportedCamera camera,
            List<ReportedIncident> incidents,
            TimeAxis axis,
            boolean isCollapsed,
            PictureLinks links)
            throws IOException {
        TimeText times = TimeText.of(axis.from(), axis.to());
        List<CardGroup> groups = groups(id, incidents, isCollapsed, links, times);
        RecordedTime recorded = camera.recorded();
        return new CameraView(
                id,
                camera.name(),
                recordedText(recorded),
                recorded.recordings().stream()
                        .map(recording -> mark(axis, times, recording.from(), recording.to()))
                        .toList(),
                recorded.gaps().stream()
                        .map(gap -> mark(axis, times, gap.from(), gap.to()))
                        .toList(),
                lanes(incidents, groups, axis, isCollapsed),
                camera.recorded().recordings().isEmpty() && incidents.isEmpty()
                        ? List.of()
                        : axis.ticks(),
                !incidents.isEmpty(),
                Counted.of(incidents.size(), "incident"),
                isCollapsed,
                groups);
    }

    private static List<CardGroup> groups(
            String id,
            List<ReportedIncident> incidents,
            boolean isCollapsed,
            PictureLinks links,
            TimeText times)
            throws IOException {
        if (incidents.isEmpty()) {
            return List.of();
        }
        String prefix = id + "-incident";
        return isCollapsed
                ? CardGroup.byTime(prefix, incidents, links, times)
                : List.of(CardGroup.of(prefix, incidents, links, times));
    }

    private static List<Lane> lanes(
            List<ReportedIncident> incidents,
            List<CardGroup> groups,
            TimeAxis axis,
            boolean isCollapsed) {
        Map<String, List<Mark>> marks = new TreeMap<>();
        int place = 0;
        for (CardGroup group : groups) {
            for (Card card : group.cards()) {
                ReportedIncident reported = incidents.get(place++);
                double left = axis.place(reported.incident().from());
                marks.computeIfAbsent(card.label(), ignored -> new ArrayList<>())
                        .add(
                                new Mark(
                                        left,
                                        axis.place(reported.incident().to()) - left,
                                        isCollapsed ? group.id() : card.id(),
                                        card.time() + ", " + card.lasted()));
            }
        }
        List<Lane> lanes = new ArrayList<>();
        marks.forEach((label, ofLabel) -> lanes.add(Lane.of(label, ofLabel)));
        return lanes;
    }

    private static Mark mark(TimeAxis axis, TimeText times, Instant from, Instant to) {
        double left = axis.place(from);
        return new Mark(
                left,
                axis.place(to) - left,
                "",
                times.span(from, to) + ", " + new TimeSpan(Duration.between(from, to)));
    }

    private static String recordedText(RecordedTime recorded) {
        if (recorded.recordings().isEmpty()) {
            return "Nothing recorded";
        }
        String text = new TimeSpan(length(recorded)) + " recorded";
        if (recorded.gaps().isEmpty()) {
            return text + ", no gaps";
        }
        Duration gaps =
                recorded.gaps().stream().map(Gap::length).reduce(Duration.ZERO, Duration::plus);
        return "%s, %s of %s"
                .formatted(text, Counted.of(recorded.gaps().size(), "gap"), new TimeSpan(gaps));
    }

    static Duration length(RecordedTime recorded) {
        return recorded.recordings().stream()
                .map(Recording::length)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
