/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import io.kvsarchive.local.Fault;
import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.Permutation;
import io.kvsarchive.local.matroska.ErrorDocument;
import io.kvsarchive.local.matroska.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Decides what a body is made of and where it is broken. */
final class BodyPlanner {

    /** A document, and the fragment in whose place it is. */
    private record Place(String fragmentNumber, PlannedDocument document) {}

    private static final List<Fault> ENDS =
            List.of(Fault.RESET, Fault.CUT, Fault.EARLY_END, Fault.EARLY_END_AT_BORDER);

    private final Scenario scenario;
    private final CallFaults call;
    private final String stream;
    private final String subject;
    private final long count;
    private final List<Place> places = new ArrayList<>();
    private final List<Interruption> interruptions = new ArrayList<>();

    BodyPlanner(Scenario scenario, CallFaults call, String stream) {
        this.scenario = scenario;
        this.call = call;
        this.stream = stream;
        this.subject = "body " + stream;
        this.count = scenario.next(subject);
    }

    BodyPlan plan(List<ArchivedStream.Found> asked, Runnable ended) {
        List<ArchivedStream.Found> fragments = new ArrayList<>(asked);
        reorder(fragments);
        for (ArchivedStream.Found found : fragments) {
            if (!place(found)) {
                break;
            }
        }
        repeat();
        interrupt();
        return new BodyPlan(places.stream().map(Place::document).toList(), interruptions, ended);
    }

    private void reorder(List<ArchivedStream.Found> fragments) {
        Optional<Scenario.Seeded> rule =
                ruleFor(
                        Fault.REORDERED,
                        fragments.stream()
                                .map(found -> found.fragment().fragmentNumber())
                                .toList());
        if (rule.isEmpty() || fragments.size() < 2) {
            return;
        }
        call.hit().add(Fault.REORDERED);
        List<ArchivedStream.Found> asked = List.copyOf(fragments);
        Permutation order = new Permutation(rule.get().dice(subject, count), asked.size());
        for (int i = 0; i < asked.size(); i++) {
            fragments.set(i, asked.get((int) order.at(i)));
        }
        if (fragments.equals(asked)) {
            Collections.swap(fragments, 0, 1);
        }
    }

    /** Puts a document in a fragment's place; false if nothing is to come after it. */
    private boolean place(ArchivedStream.Found found) {
        String number = found.fragment().fragmentNumber();
        String fragment = stream + "/" + number;
        long asked = scenario.next("media " + fragment);
        if (call.seededFor(Fault.IN_BAND_ERROR_AT_END, number, asked).isPresent()) {
            places.add(new Place(number, error(number)));
            return false;
        }
        if (call.seededFor(Fault.IN_BAND_ERROR, number, asked).isPresent()) {
            places.add(new Place(number, error(number)));
            return true;
        }
        Optional<Scenario.Seeded> replaced = call.seededFor(Fault.REPLACED, number, asked);
        if (replaced.isPresent()) {
            long seed = replaced.get().dice(fragment, asked);
            long size = found.fragment().size();
            places.add(new Place(number, PlannedDocument.Other.garbage(seed, size)));
            return true;
        }
        places.add(
                new Place(
                        number,
                        call.seededFor(Fault.CORRUPTED, number, asked)
                                .<PlannedDocument>map(
                                        rule ->
                                                new PlannedDocument.Damaged(
                                                        found, rule.dice(fragment, asked)))
                                .orElseGet(() -> new PlannedDocument.Whole(found))));
        return true;
    }

    private static PlannedDocument error(String number) {
        return new PlannedDocument.Other(new Piece.Bytes(ErrorDocument.fragmentNotFound(number)));
    }

    private void repeat() {
        Optional<Scenario.Seeded> rule = ruleFor(Fault.REPEATED, numbers());
        if (rule.isPresent()) {
            call.hit().add(Fault.REPEATED);
            places.add(places.get(victim(rule.get())));
        }
    }

    private void interrupt() {
        long[] starts = new long[places.size() + 1];
        Optional<Scenario.Seeded> stall = ruleFor(Fault.STALLED, numbers());
        Optional<Scenario.Seeded> end =
                ENDS.stream().flatMap(fault -> ruleFor(fault, numbers()).stream()).findFirst();
        if (stall.isEmpty() && end.isEmpty()) {
            return;
        }
        for (int i = 0; i < places.size(); i++) {
            starts[i + 1] = starts[i] + places.get(i).document().size();
        }
        long length = starts[places.size()];
        if (end.isPresent()) {
            Fault fault = end.get().rule().fault();
            length =
                    fault == Fault.EARLY_END_AT_BORDER
                            ? starts[victim(end.get())]
                            : inside(end.get(), starts);
            interruptions.add(new Interruption(kind(fault), length, Duration.ZERO));
            call.hit().add(fault);
        }
        if (stall.isPresent()) {
            long at = Math.min(inside(stall.get(), starts), length);
            interruptions.add(
                    0, new Interruption(Interruption.Kind.STALL, at, stall.get().rule().stall()));
            call.hit().add(Fault.STALLED);
        }
    }

    private static Interruption.Kind kind(Fault fault) {
        return switch (fault) {
            case RESET -> Interruption.Kind.RESET;
            case CUT -> Interruption.Kind.CUT;
            default -> Interruption.Kind.END;
        };
    }

    /** A place within a document: at least one byte of it is sent, and at least one is not. */
    private long inside(Scenario.Seeded rule, long[] starts) {
        long from = 0;
        long to = starts[places.size()];
        if (!rule.when().fragments().isEmpty()) {
            int victim = victim(rule);
            from = starts[victim];
            to = starts[victim + 1];
        }
        return from + 1 + Math.floorMod(rule.dice("inside " + subject, count), to - from - 1);
    }

    /** The first document of a fragment that the rule names, or else any. */
    private int victim(Scenario.Seeded rule) {
        for (int i = 0; i < places.size(); i++) {
            if (rule.when().fragments().contains(places.get(i).fragmentNumber())) {
                return i;
            }
        }
        return Math.floorMod(rule.dice("victim " + subject, count), places.size());
    }

    private List<String> numbers() {
        return places.stream().map(Place::fragmentNumber).toList();
    }

    private Optional<Scenario.Seeded> ruleFor(Fault fault, List<String> numbers) {
        return scenario.rules(fault).stream()
                .filter(
                        rule ->
                                rule.when().fragments().isEmpty()
                                        || numbers.stream()
                                                .anyMatch(rule.when().fragments()::contains))
                .filter(rule -> scenario.holds(rule, subject, count))
                .findFirst();
    }
}
