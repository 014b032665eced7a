/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static java.util.stream.Collectors.joining;

import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The fragments of a split that have not come, and which of them the next request asks for.
 *
 * <p>They are asked for together, until one is suspected of making requests fail: it is then asked
 * for alone, at growing intervals: after all others or, where order counts, as soon as it is the
 * first that is missing. Where nothing tells which one it is, what is left is asked for in halves.
 */
final class PendingFragments {

    private static final int NUMBERS_IN_MESSAGE = 3;

    /** What to ask for, and how long that has to wait. */
    record Request(List<String> numbers, Duration delay) {}

    private final Map<String, FragmentToRead> fragments = new LinkedHashMap<>();
    private final Deque<List<String>> groups = new ArrayDeque<>();
    private final Suspects suspects;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> neverAsked;
    private final Set<String> turnedAway = new HashSet<>();
    private final boolean isOrdered;

    /**
     * A fragment that was emitted in part before a restore is asked for alone and first, even if
     * order counts and it is not: the state knows how far one fragment has been emitted, and would
     * forget it over the frames of another.
     */
    private final Optional<String> first;

    /**
     * Makes what is to be read of a split.
     *
     * @param isOrdered whether what is asked for is to begin with the first fragment that is
     *     missing
     */
    PendingFragments(KvsArchiveSplit split, Backoff backoff, boolean isOrdered) {
        this.suspects = new Suspects(backoff, System::nanoTime);
        this.isOrdered = isOrdered;
        Optional<String> emittedInPart = split.progress().map(FragmentProgress::fragmentNumber);
        split.fragments().stream()
                .sorted(
                        Comparator.comparing(
                                fragment ->
                                        !emittedInPart.equals(
                                                Optional.of(fragment.fragmentNumber()))))
                .forEach(fragment -> fragments.put(fragment.fragmentNumber(), fragment));
        neverAsked = new HashSet<>(fragments.keySet());
        first = emittedInPart.filter(fragments::containsKey);
        first.ifPresent(number -> groups.add(List.of(number)));
        List<String> others = fragments.keySet().stream().skip(first.isPresent() ? 1 : 0).toList();
        if (!others.isEmpty()) {
            groups.add(others);
        }
    }

    boolean isEmpty() {
        return fragments.isEmpty();
    }

    /** What has not come, in the order in which it is to be had. */
    Collection<String> numbers() {
        return fragments.keySet();
    }

    /** What is known of a fragment that has not come. */
    Optional<FragmentToRead> find(String number) {
        return Optional.ofNullable(fragments.get(number));
    }

    /** Names some of what has not come, for messages. */
    String describe() {
        int more = fragments.size() - NUMBERS_IN_MESSAGE;
        return "%s %s%s"
                .formatted(
                        fragments.size() == 1 ? "fragment" : "fragments",
                        numbers().stream().limit(NUMBERS_IN_MESSAGE).collect(joining(", ")),
                        more > 0 ? " and " + more + " more" : "");
    }

    /** What to ask for next, of what is left. */
    Request next() {
        Optional<String> head = isOrdered ? numbers().stream().findFirst() : first;
        if (head.filter(suspects::contains).isPresent()) {
            return alone(head.get());
        }
        if (!groups.isEmpty()) {
            return new Request(groups.element(), Duration.ZERO);
        }
        return alone(suspects.next().orElseThrow());
    }

    private Request alone(String suspect) {
        return new Request(List.of(suspect), suspects.delay(suspect));
    }

    /**
     * Notes that a request is on its way.
     *
     * @return whether all that it asks for was asked for before
     */
    boolean ask(Request request) {
        groups.remove(request.numbers());
        asked.addAll(request.numbers());
        return !neverAsked.removeAll(request.numbers());
    }

    /** What the request under way has not brought yet. */
    Set<String> asked() {
        return asked;
    }

    /** Notes that a fragment has come that the request under way asks for. */
    void came(String number) {
        asked.remove(number);
        suspects.remove(number);
        fragments.remove(number);
    }

    /** Notes that a fragment has come for which there is no room. */
    void turnAway(String number) {
        asked.remove(number);
        turnedAway.add(number);
    }

    /** Whether the request under way has brought more than there was room for. */
    boolean hasTurnedAway() {
        return !turnedAway.isEmpty();
    }

    /** Notes that a fragment has made the request under way fail. */
    Suspects.Suspect failed(String number, String failure) {
        return suspects.failed(number, failure);
    }

    /** Asks for a fragment no more. */
    FragmentToRead giveUp(String number) {
        asked.remove(number);
        suspects.remove(number);
        return Objects.requireNonNull(fragments.remove(number), "a fragment that is pending");
    }

    /** Asks for nothing any more. */
    List<FragmentToRead> giveUpAll() {
        return List.copyOf(fragments.keySet()).stream().map(this::giveUp).toList();
    }

    /** Ends the request under way: what it has not brought is asked for again. */
    void askAgain() {
        List<String> left = takeLeft();
        if (!left.isEmpty()) {
            groups.push(left);
        }
    }

    /** Ends the request under way: what it has not brought is asked for again, half by half. */
    void askAgainInHalves() {
        List<String> left = takeLeft();
        int half = left.size() / 2;
        if (half < left.size()) {
            groups.push(left.subList(half, left.size()));
        }
        if (half > 0) {
            groups.push(left.subList(0, half));
        }
    }

    private List<String> takeLeft() {
        asked.addAll(turnedAway);
        List<String> left =
                fragments.keySet().stream()
                        .filter(asked::contains)
                        .filter(number -> !suspects.contains(number))
                        .toList();
        asked.clear();
        turnedAway.clear();
        return left;
    }
}
