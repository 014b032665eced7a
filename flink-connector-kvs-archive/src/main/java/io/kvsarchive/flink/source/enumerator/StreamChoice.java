/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.SplitSize;
import io.kvsarchive.flink.source.discovery.StreamBacklog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which stream a reader is to read next, and how much of it: the earliest that it may read, as much
 * as the stream's quota allows. For the coordinator's thread.
 */
final class StreamChoice {

    /**
     * What comes next for a reader.
     *
     * @param fragments how many fragments of the stream the split takes
     */
    record Choice(StreamBacklog stream, int fragments) {}

    private final SplitSize splitSize;
    private final ReadyStreams ready;
    private final StreamDrift drift;
    private final StreamSharing sharing;
    private final ReaderShares shares;
    private final WakeUp wakeUp;

    /**
     * @param wakeUp comes when a quota allows what it did not allow
     */
    StreamChoice(
            EnumeratorSettings settings,
            ReadyStreams ready,
            StreamDrift drift,
            StreamSharing sharing,
            ReaderShares shares,
            WakeUp wakeUp) {
        this.splitSize = settings.splitSize().withAtMost(settings.quota().maxFragmentsPerRequest());
        this.ready = ready;
        this.drift = drift;
        this.sharing = sharing;
        this.shares = shares;
        this.wakeUp = wakeUp;
    }

    /** Whether enough is known to hand out anything. */
    boolean isPossible() {
        return sharing.isSettled();
    }

    Optional<Choice> nextFor(int reader) {
        if (!shares.mayTakeMore(reader)) {
            return Optional.empty();
        }
        int share = shares.ofEachStream();
        long latestStart = drift.latestStartMillis();
        List<Choice> beyondTheirShare = new ArrayList<>(1);
        return ready.earliestFirst()
                .takeWhile(stream -> stream.nextStartMillis() <= latestStart)
                .filter(stream -> mayRead(reader, stream))
                .map(stream -> new Choice(stream, nextSplitFragments(reader, stream)))
                .filter(this::isAllowed)
                .filter(choice -> isWithinShare(choice, reader, share, beyondTheirShare))
                .findFirst()
                .or(() -> beyondTheirShare.stream().findFirst());
    }

    private boolean mayRead(int reader, StreamBacklog stream) {
        return stream.hasSplitFor(reader) && sharing.mayRead(reader, stream);
    }

    private int nextSplitFragments(int reader, StreamBacklog stream) {
        return stream.nextSplitFragments(
                reader, splitSize, Math.min(sharing.maxReaders(stream), shares.ofEachStream()));
    }

    /** Whether the stream's quota allows it now; if not, it is tried again in time. */
    private boolean isAllowed(Choice choice) {
        Duration wait = choice.stream().quota().untilFragments(choice.fragments());
        if (!wait.isZero()) {
            wakeUp.after(wait);
        }
        return wait.isZero();
    }

    private boolean isWithinShare(Choice choice, int reader, int share, List<Choice> beyond) {
        if (shares.hasRoomFor(reader, choice.stream().stream(), share)) {
            return true;
        }
        beyond.add(choice);
        return false;
    }
}
