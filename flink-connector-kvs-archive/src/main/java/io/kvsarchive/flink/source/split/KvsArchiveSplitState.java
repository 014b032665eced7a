/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.service.FragmentSelectorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** A split while its frames are being emitted. For the task's thread alone. */
@Internal
public final class KvsArchiveSplitState {

    private final KvsArchiveSplit split;
    private final Map<String, FragmentToRead> remaining = new LinkedHashMap<>();
    private final Queue<FragmentToRead> earliestFirst =
            new PriorityQueue<>(FragmentToRead.order(FragmentSelectorType.PRODUCER_TIMESTAMP));
    private long earliestMillis;

    /** The fragment that is being emitted, if one is. */
    private @Nullable String fragmentNumber;

    private int nextFrame;

    public KvsArchiveSplitState(KvsArchiveSplit split) {
        this.split = split;
        split.fragments().forEach(fragment -> remaining.put(fragment.fragmentNumber(), fragment));
        earliestFirst.addAll(remaining.values());
        earliestMillis = findEarliestMillis();
        split.progress()
                .ifPresent(
                        progress ->
                                frameEmitted(progress.fragmentNumber(), progress.nextFrame() - 1));
    }

    public String splitId() {
        return split.splitId();
    }

    public KvsArchiveSplit split() {
        return split;
    }

    /** What is known of a fragment that is not done. */
    public Optional<FragmentToRead> remaining(String fragment) {
        return Optional.ofNullable(remaining.get(fragment));
    }

    /** Notes that a frame has been emitted that is not its fragment's last. */
    public void frameEmitted(String fragment, int frameIndex) {
        fragmentNumber = fragment;
        nextFrame = frameIndex + 1;
    }

    /**
     * Notes that nothing of a fragment is left to emit.
     *
     * @return the fragment, unless it was done before
     */
    public Optional<FragmentToRead> fragmentDone(String fragment) {
        fragmentNumber = null;
        Optional<FragmentToRead> done = Optional.ofNullable(remaining.remove(fragment));
        earliestMillis = findEarliestMillis();
        return done;
    }

    /**
     * When the earliest fragment begins that is not done, in milliseconds since the epoch by the
     * producer's clock; {@link Long#MIN_VALUE} if that is not known, {@link Long#MAX_VALUE} if all
     * are done.
     */
    public long earliestMillis() {
        return earliestMillis;
    }

    private long findEarliestMillis() {
        while (!earliestFirst.isEmpty()
                && !remaining.containsKey(earliestFirst.element().fragmentNumber())) {
            earliestFirst.remove();
        }
        return earliestFirst.isEmpty() ? Long.MAX_VALUE : earliestFirst.element().earliestMillis();
    }

    /** The split that is left to be read. */
    public KvsArchiveSplit toSplit() {
        Optional<FragmentProgress> progress =
                fragmentNumber == null
                        ? Optional.empty()
                        : Optional.of(new FragmentProgress(fragmentNumber, nextFrame));
        return new KvsArchiveSplit(
                split.splitId(),
                split.assignment(),
                split.stream(),
                split.streamArn(),
                split.mediaEndpoint(),
                List.copyOf(remaining.values()),
                progress);
    }
}
