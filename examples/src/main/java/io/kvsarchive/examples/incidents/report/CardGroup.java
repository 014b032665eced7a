/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.incidents.Incident;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The incidents of a camera that began within a stretch of time.
 *
 * @param id what a link to it names
 * @param title the time
 * @param counts of each label, in words
 */
record CardGroup(String id, String title, String counts, int size, List<Card> cards) {

    private static final int MAX_GROUPS = 30;

    private static final List<Duration> STRETCHES =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(28),
                    Duration.ofDays(364));

    /** Of each stretch that has some; the stretches are as short as makes few groups. */
    static List<CardGroup> byTime(
            String idPrefix, List<ReportedIncident> incidents, PictureLinks links, TimeText times)
            throws IOException {
        Map<Long, List<ReportedIncident>> byStretch = Map.of();
        for (Duration stretch : STRETCHES) {
            byStretch = byStretch(incidents, stretch);
            if (byStretch.size() <= MAX_GROUPS) {
                break;
            }
        }
        List<CardGroup> groups = new ArrayList<>();
        for (List<ReportedIncident> ofStretch : byStretch.values()) {
            groups.add(of(idPrefix + "-" + (groups.size() + 1), ofStretch, links, times));
        }
        return groups;
    }

    private static Map<Long, List<ReportedIncident>> byStretch(
            List<ReportedIncident> incidents, Duration stretch) {
        Map<Long, List<ReportedIncident>> result = new LinkedHashMap<>();
        for (ReportedIncident reported : incidents) {
            long time = reported.incident().from().toEpochMilli();
            result.computeIfAbsent(
                            Math.floorDiv(time, stretch.toMillis()), ignored -> new ArrayList<>())
                    .add(reported);
        }
        return result;
    }

    /** All of them in one. */
    static CardGroup of(
            String id, List<ReportedIncident> incidents, PictureLinks links, TimeText times)
            throws IOException {
        List<Card> cards = new ArrayList<>();
        for (ReportedIncident reported : incidents) {
            cards.add(Card.of(id + "-" + (cards.size() + 1), reported, links, times));
        }
        Instant from = incidents.get(0).incident().from();
        Instant to =
                incidents.stream()
                        .map(ReportedIncident::incident)
                        .map(Incident::to)
                        .max(Instant::compareTo)
                        .orElseThrow();
        return new CardGroup(
                id,
                times.span(from, to),
                LabelCount.text(LabelCount.of(incidents)),
                cards.size(),
                cards);
    }
}
