/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.util.function.BooleanSupplier;

/** Whether anything is, or will be, left to hand out. */
final class RemainingWork {

    private final ActiveStreams active;
    private final UnconfirmedSplits unconfirmed;
    private final EnoughRecords enough = new EnoughRecords();
    private final BooleanSupplier areAllStreamsKnown;

    /**
     * @param areAllStreamsKnown whether no stream will come in addition to those that are active
     */
    RemainingWork(
            ActiveStreams active,
            UnconfirmedSplits unconfirmed,
            BooleanSupplier areAllStreamsKnown) {
        this.active = active;
        this.unconfirmed = unconfirmed;
        this.areAllStreamsKnown = areAllStreamsKnown;
    }

    /** A reader has emitted as many records as the job wants: nothing more is handed out. */
    void hasEnough() {
        enough.reached();
    }

    void readerStarts(int reader) {
        enough.readerStarts(reader);
    }

    /** Whether what there is may be handed out. */
    boolean isWanted() {
        return !enough.isReached();
    }

    /** Whether all has been handed out for good, unless a reader fails. */
    boolean isOver() {
        boolean nothingComes =
                enough.isReached() || (active.isEmpty() && areAllStreamsKnown.getAsBoolean());
        return nothingComes && unconfirmed.areSettled();
    }
}
