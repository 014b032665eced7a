/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import io.kvsarchive.local.Fault;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.archive.ArchivedStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What goes wrong with one call. For one thread. */
public final class CallFaults {

    /** A fault of calls and how they end. */
    private record RefusedFor(Fault fault, Refusal refusal) {}

    /**
     * In the order in which they are looked for. The table of common errors in the API reference
     * has the denial and the 5xx. ExpiredTokenException is what AWS services say of a session that
     * is over.
     */
    private static final List<RefusedFor> OF_CALLS =
            List.of(
                    new RefusedFor(
                            Fault.EXPIRED_CREDENTIALS,
                            new Refusal(
                                    403,
                                    "ExpiredTokenException",
                                    "The security token included in the request is expired")),
                    new RefusedFor(
                            Fault.ACCESS_DENIED,
                            new Refusal(
                                    400,
                                    "AccessDeniedException",
                                    "You do not have sufficient access to perform this action.")),
                    new RefusedFor(Fault.THROTTLED, Refusal.CLIENT_LIMIT),
                    new RefusedFor(
                            Fault.INTERNAL_FAILURE, new Refusal(500, "InternalFailure", "null")),
                    new RefusedFor(
                            Fault.SERVICE_UNAVAILABLE,
                            new Refusal(
                                    503,
                                    "ServiceUnavailable",
                                    "The request has failed due to a temporary failure of the"
                                            + " server.")));

    private final Scenario scenario;
    private final String operation;
    private final String stream;
    private final Set<Fault> hit = EnumSet.noneOf(Fault.class);
    private Runnable ended = () -> {};

    CallFaults(Scenario scenario, String operation, String stream) {
        this.scenario = scenario;
        this.operation = operation;
        this.stream = stream;
    }

    /** The faults that were found to hit the call so far. */
    public Set<Fault> hit() {
        return hit;
    }

    /**
     * The refusal of the call whatever it asks for, if it is refused.
     *
     * @param accessKey whose call it is, asked for only if need be
     */
    public Optional<Refusal> refusal(Supplier<String> accessKey) {
        String subject = operation + " " + stream;
        long count = scenario.next(subject);
        for (RefusedFor refused : OF_CALLS) {
            Fault fault = refused.fault();
            for (Scenario.Seeded seeded : scenario.rules(fault)) {
                Set<String> operations = seeded.when().operations();
                if ((operations.isEmpty() || operations.contains(operation))
                        && scenario.holds(seeded, subject, count)
                        && (fault != Fault.EXPIRED_CREDENTIALS
                                || seeded.rule().accessKey().equals(accessKey.get()))) {
                    hit.add(fault);
                    return Optional.of(refused.refusal());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The refusal of a listing by server timestamp for where its range ends, if it is refused: the
     * message is in amazon-connect/voicemail-express-amazon-connect#25.
     */
    public Optional<Refusal> refusalOfEnd(long endMillis) {
        return scenario.faults()
                .retentionEdge()
                .filter(edge -> endMillis < edge.toEpochMilli())
                .map(
                        edge -> {
                            hit.add(Fault.OUTSIDE_RETENTION);
                            return new Refusal(
                                    400,
                                    "InvalidArgumentException",
                                    "End timestamp %s is outside of the stream retention period."
                                            .formatted(endMillis));
                        });
    }

    /** Whether a fragment has expired. */
    public boolean isGone(StoredFragment fragment) {
        Optional<Instant> edge = scenario.faults().retentionEdge();
        if (edge.isPresent() && fragment.serverTimestamp().isBefore(edge.get())) {
            hit.add(Fault.EXPIRED);
            return true;
        }
        return hitsFragment(Fault.EXPIRED, fragment.fragmentNumber(), 1);
    }

    /** Whether a fragment that is asked for is refused, and the whole request with it. */
    public boolean isRefused(ArchivedStream.Found found, String number) {
        if (scenario.rules(Fault.EXPIRED).isEmpty()
                && scenario.rules(Fault.REFUSED).isEmpty()
                && scenario.faults().retentionEdge().isEmpty()) {
            return false;
        }
        return isGone(found.fragment())
                || hitsFragment(
                        Fault.REFUSED, number, scenario.next("refused " + stream + "/" + number));
    }

    private boolean hitsFragment(Fault fault, String number, long asked) {
        return seededFor(fault, number, asked).isPresent();
    }

    Optional<Scenario.Seeded> seededFor(Fault fault, String number, long asked) {
        for (Scenario.Seeded seeded : scenario.rules(fault)) {
            if (scenario.holdsForFragment(seeded, stream, number, asked)) {
                hit.add(fault);
                return Optional.of(seeded);
            }
        }
        return Optional.empty();
    }

    /** Takes a connection for media. */
    public Optional<Refusal> refusalOfConnection() {
        if (scenario.faults().connectionLimit().isEmpty()) {
            return Optional.empty();
        }
        Optional<Runnable> connection =
                scenario.connections().take(stream, scenario.faults().connectionLimit().getAsInt());
        if (connection.isEmpty()) {
            hit.add(Fault.CONNECTION_LIMIT);
            return Optional.of(Refusal.CONNECTION_LIMIT);
        }
        ended = connection.get();
        return Optional.empty();
    }

    /** Gives the connection back, if one was taken: nothing is sent on it. */
    public void giveConnectionBack() {
        ended.run();
    }

    /** How the media of fragments are sent. */
    public BodyPlan plan(List<ArchivedStream.Found> fragments) {
        if (scenario.faults().rules().isEmpty()) {
            return new BodyPlan(
                    fragments.stream().<PlannedDocument>map(PlannedDocument.Whole::new).toList(),
                    List.of(),
                    ended);
        }
        return new BodyPlanner(scenario, this, stream).plan(fragments, ended);
    }
}
