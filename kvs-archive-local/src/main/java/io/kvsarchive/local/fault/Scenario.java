/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import io.kvsarchive.local.Fault;
import io.kvsarchive.local.Faults;
import io.kvsarchive.local.When;
import io.kvsarchive.local.archive.Mixing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Faults since they were set, and what was counted since then. Safe for use by several threads. */
final class Scenario {

    /** A rule with a seed that no other rule has. */
    record Seeded(Faults.Rule rule, long seed) {

        When when() {
            return rule.when();
        }

        /** A number without a pattern that is the rule's for a subject and a count. */
        long dice(String subject, long count) {
            return Mixing.mix(Mixing.seed(seed, subject), count);
        }
    }

    private static final double UNIT = 0x1.0p-53;

    private final Faults faults;
    private final List<Seeded> rules;
    private final InstantSource clock;
    private final Instant since;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final MediaConnections connections = new MediaConnections();

    Scenario(Faults faults, InstantSource clock) {
        this.faults = faults;
        this.clock = clock;
        this.since = clock.instant();
        this.rules =
                IntStream.range(0, faults.rules().size())
                        .mapToObj(i -> seeded(faults.rules().get(i), i))
                        .toList();
    }

    private Seeded seeded(Faults.Rule rule, int index) {
        return new Seeded(rule, Mixing.seed(Mixing.mix(faults.seed(), index), rule.fault().name()));
    }

    Faults faults() {
        return faults;
    }

    List<Seeded> rules(Fault fault) {
        return rules.isEmpty()
                ? List.of()
                : rules.stream().filter(seeded -> seeded.rule().fault() == fault).toList();
    }

    /** Counts one more of something, beginning with 1; without rules nothing is counted. */
    long next(String subject) {
        return rules.isEmpty() ? 0 : counts.merge(subject, 1L, Long::sum);
    }

    /** The media bodies that are under way. */
    MediaConnections connections() {
        return connections;
    }

    /**
     * Whether a rule holds.
     *
     * @param subject what is counted
     * @param count the how manieth it is
     */
    boolean holds(Seeded seeded, String subject, long count) {
        return holds(seeded, subject, count, count);
    }

    /** The same for a fragment: its share does not go by how often it is asked for. */
    boolean holdsForFragment(Seeded seeded, String stream, String number, long asked) {
        When when = seeded.when();
        return (when.fragments().isEmpty() || when.fragments().contains(number))
                && holds(seeded, stream + "/" + number, asked, 0);
    }

    private boolean holds(Seeded seeded, String subject, long count, long diced) {
        When when = seeded.when();
        return count >= when.first()
                && count <= when.last()
                && isDuring(when)
                && (seeded.dice(subject, diced) >>> 11) * UNIT < when.share();
    }

    private boolean isDuring(When when) {
        Duration elapsed = Duration.between(since, clock.instant());
        return elapsed.compareTo(when.from()) >= 0 && elapsed.compareTo(when.until()) < 0;
    }
}
