/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives splits to the readers that wait for them. For the coordinator's thread. */
final class SplitAssigner {

    private final SplitEnumeratorContext<KvsArchiveSplit> context;
    private final WaitingReaders waiting;
    private final StreamChoice choice;
    private final HandedOutSplits handedOut;
    private final RemainingWork work;
    private final LowerBounds bounds;

    SplitAssigner(
            SplitEnumeratorContext<KvsArchiveSplit> context,
            WaitingReaders waiting,
            StreamChoice choice,
            HandedOutSplits handedOut,
            RemainingWork work,
            LowerBounds bounds) {
        this.context = context;
        this.waiting = waiting;
        this.choice = choice;
        this.handedOut = handedOut;
        this.work = work;
        this.bounds = bounds;
    }

    /** A reader asks for one split more. */
    void requested(int reader) {
        waiting.requested(reader);
        serveReaders();
    }

    /** A reader has emitted as many records as the job wants, and waits to be told so. */
    void hasEnough(int reader) {
        work.hasEnough();
        requested(reader);
    }

    /** A reader starts anew: it holds what it is about to tell. */
    void readerStarts(int reader) {
        handedOut.forget(reader);
        waiting.forget(reader);
        bounds.forget(reader);
        work.readerStarts(reader);
    }

    /** Gives splits to readers that wait, as far as there are any. */
    void serveReaders() {
        if (!choice.isPossible()) {
            return;
        }
        while (work.isWanted() && serveEachOnce()) {
            // Round by round, so that all readers have work before any has a spare split.
        }
        if (work.isOver()) {
            waiting.all().forEach(this::dismiss);
        }
        bounds.tellWaiting();
    }

    private void dismiss(int reader) {
        bounds.tell(reader);
        context.signalNoMoreSplits(reader);
        waiting.dismissed(reader);
        handedOut.dismissed(reader);
    }

    private boolean serveEachOnce() {
        boolean isAnyServed = false;
        for (int reader : fewestSplitsFirst()) {
            Optional<StreamChoice.Choice> next = choice.nextFor(reader);
            if (next.isPresent()) {
                assign(next.get(), reader);
                isAnyServed = true;
            }
        }
        return isAnyServed;
    }

    private List<Integer> fewestSplitsFirst() {
        return waiting.all().stream().sorted(Comparator.comparingInt(handedOut::heldBy)).toList();
    }

    private void assign(StreamChoice.Choice next, int reader) {
        KvsArchiveSplit split = handedOut.handOut(reader, next.stream(), next.fragments());
        context.assignSplit(split, reader);
        waiting.served(reader);
        bounds.tell(reader);
    }
}
