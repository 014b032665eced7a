/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFrame;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Frame;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** The frames of one fragment of a split, and whether the split is done with them. */
final class FetchedFragment implements RecordsWithSplitIds<FetchedFrame> {

    private static final FetchedFragment NOTHING =
            new FetchedFragment(null, null, null, 0, Set.of(), () -> {});

    @Nullable private final String splitId;
    @Nullable private final String stream;
    @Nullable private final Fragment fragment;
    private final Set<String> finishedSplits;
    private final Runnable onEmitted;
    private int nextFrame;
    private boolean begun;

    private FetchedFragment(
            @Nullable String splitId,
            @Nullable String stream,
            @Nullable Fragment fragment,
            int firstFrame,
            Set<String> finishedSplits,
            Runnable onEmitted) {
        this.splitId = splitId;
        this.stream = stream;
        this.fragment = fragment;
        this.nextFrame = firstFrame;
        this.finishedSplits = finishedSplits;
        this.onEmitted = onEmitted;
    }

    /**
     * The frames of a fragment from the given index on.
     *
     * @param finishesSplit whether nothing of the split is left after them
     * @param onEmitted called when all of them have been emitted
     */
    static FetchedFragment of(
            String splitId,
            String stream,
            Fragment fragment,
            int firstFrame,
            boolean finishesSplit,
            Runnable onEmitted) {
        return new FetchedFragment(
                splitId,
                stream,
                fragment,
                firstFrame,
                finishesSplit ? Set.of(splitId) : Set.of(),
                onEmitted);
    }

    /** A split of which nothing is left to be read. */
    static FetchedFragment finished(String splitId) {
        return new FetchedFragment(null, null, null, 0, Set.of(splitId), () -> {});
    }

    /** What a fetch returns that was woken up. */
    static FetchedFragment nothing() {
        return NOTHING;
    }

    @Nullable
    @Override
    public String nextSplit() {
        if (begun) {
            return null;
        }
        begun = splitId != null;
        return splitId;
    }

    @Nullable
    @Override
    public FetchedFrame nextRecordFromSplit() {
        List<Frame> frames = fragment.frames();
        if (nextFrame >= frames.size()) {
            return null;
        }
        Frame frame = frames.get(nextFrame++);
        return new FetchedFrame(
                new ArchivedFrame(stream, fragment.metadata(), frame), nextFrame == frames.size());
    }

    @Override
    public Set<String> finishedSplits() {
        return finishedSplits;
    }

    @Override
    public void recycle() {
        onEmitted.run();
    }
}
