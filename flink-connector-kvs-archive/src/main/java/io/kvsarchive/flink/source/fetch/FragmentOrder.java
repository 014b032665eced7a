/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Lets results leave in the order of their fragments, whatever order they come in. What comes
 * before its turn is held as far as the reader's buffer has room for it; what comes in its turn is
 * always taken, so that the turns go on.
 */
final class FragmentOrder implements ResultQueue {

    private final Queue<String> turns;
    private final Map<String, SplitResult> held = new HashMap<>();
    private final BufferBudget budget;

    /**
     * Makes a queue for results that are all still to come.
     *
     * @param fragmentNumbers each fragment, in the order in which their results are to leave
     */
    FragmentOrder(Collection<String> fragmentNumbers, BufferBudget budget) {
        this.turns = new ArrayDeque<>(fragmentNumbers);
        this.budget = budget;
    }

    @Override
    public boolean add(SplitResult result) {
        long bytes = result.bytes();
        boolean isInTurn = result.fragmentNumber().equals(turns.peek());
        if (!isInTurn && bytes > 0 && !budget.hasRoomToHold(bytes)) {
            return false;
        }
        budget.hold(bytes);
        held.put(result.fragmentNumber(), result);
        return true;
    }

    @Override
    public boolean isReady() {
        return !turns.isEmpty() && held.containsKey(turns.peek());
    }

    @Override
    public boolean isEmpty() {
        return held.isEmpty();
    }

    @Override
    public Optional<SplitResult> poll() {
        if (!isReady()) {
            return Optional.empty();
        }
        SplitResult result = held.remove(turns.remove());
        budget.letGo(result.bytes());
        return Optional.of(result);
    }
}
