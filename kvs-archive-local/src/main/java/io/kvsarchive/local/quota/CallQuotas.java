/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

import io.kvsarchive.local.Quota;
import io.kvsarchive.local.fault.MediaConnections;
import io.kvsarchive.local.fault.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one call takes of the quotas. For one thread. */
public final class CallQuotas {

    private final Budget budget;
    private final MediaConnections connections;
    private final String stream;
    private @Nullable Quota exceeded;
    private Runnable ended = () -> {};

    CallQuotas(Budget budget, MediaConnections connections, String stream) {
        this.budget = budget;
        this.connections = connections;
        this.stream = stream;
    }

    /** The quota that refused the call, if one did. */
    public Optional<Quota> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    /**
     * Takes what a call costs that nothing else refuses.
     *
     * @param cost in points, or 1 for a call
     * @return the refusal of a call that costs too much: then nothing was taken
     */
    public Optional<Refusal> take(Quota quota, long cost) {
        synchronized (budget) {
            if (!budget.has(quota, stream, cost)) {
                return refuse(quota, Refusal.CLIENT_LIMIT);
            }
            budget.take(quota, stream, cost);
            return Optional.empty();
        }
    }

    /** The same for a body: a connection, and a point for each fragment. */
    public Optional<Refusal> takeMedia(int fragments) {
        synchronized (budget) {
            if (!budget.has(Quota.FRAGMENT_MEDIA, stream, fragments)) {
                return refuse(Quota.FRAGMENT_MEDIA, Refusal.CLIENT_LIMIT);
            }
            // Counted in any case, since a limit may be set while the body is under way.
            int limit = budget.quotas().connections().orElse(Integer.MAX_VALUE);
            Optional<Runnable> connection = connections.take(stream, limit);
            if (connection.isEmpty()) {
                return refuse(Quota.CONNECTIONS, Refusal.CONNECTION_LIMIT);
            }
            ended = connection.get();
            budget.take(Quota.FRAGMENT_MEDIA, stream, fragments);
            return Optional.empty();
        }
    }

    private Optional<Refusal> refuse(Quota quota, Refusal refusal) {
        exceeded = quota;
        return Optional.of(refusal);
    }

    /** To be run once the body has ended or failed, any number of times. */
    public Runnable ended() {
        return ended;
    }

    /** How fast the body may be sent, if that is limited. */
    public Optional<BandwidthLimit> bandwidthLimit() {
        return budget.quotas().mediaBandwidth().stream()
                .mapToObj(
                        bytes ->
                                new BandwidthLimit(
                                        bytes, budget.quotas().burst(), System::nanoTime))
                .findFirst();
    }
}
