/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import static java.util.Objects.requireNonNull;

import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.jspecify.annotations.Nullable;

/**
 * Leaves watermarks to the job's own strategy, and says of each split that waits where it begins.
 * Flink combines the watermarks of a reader's splits to the earliest one, and a split that waits
 * has none yet: as a reader almost always holds one that waits, there would be no watermark before
 * the end.
 *
 * <p>A strategy without watermarks must get none by this. So a start is told only while another
 * split is being read, which then has no watermark, and is taken back when the split's own turn
 * comes: its output is made anew.
 */
@Internal
public final class SplitStartWatermarks<T> implements SplitWatermarks<T> {

    private final long negativeOffsetMillis;

    /** Flink resumes the very output that it has paused, which must stay the same until then. */
    private final Set<String> paused = new HashSet<>();

    private final Map<String, KvsArchiveSplitState> waiting = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, SourceOutput<T>> outputsOfBegun = new HashMap<>();

    /** Where starts have been told, once one has been. */
    private @Nullable ReaderOutput<T> readerOutput;

    /** The frames of a split come together: they need not look for its output each. */
    private @Nullable String currentSplit;

    private @Nullable SourceOutput<T> currentOutput;

    public SplitStartWatermarks(Duration negativeOffset) {
        this.negativeOffsetMillis = negativeOffset.toMillis();
    }

    @Override
    public void added(KvsArchiveSplitState split) {
        waiting.put(split.splitId(), split);
    }

    @Override
    public void pausedOrResumed(Collection<String> pausedIds, Collection<String> resumedIds) {
        paused.addAll(pausedIds);
        paused.removeAll(resumedIds);
    }

    @Override
    public void finished(Collection<String> splitIds) {
        waiting.keySet().removeAll(splitIds);
        told.removeAll(splitIds);
        paused.removeAll(splitIds);
        outputsOfBegun.keySet().removeAll(splitIds);
        currentSplit = null;
        currentOutput = null;
        if (outputsOfBegun.isEmpty()) {
            told.removeIf(this::isRenewed);
        }
    }

    private boolean isRenewed(String splitId) {
        if (paused.contains(splitId)) {
            return false;
        }
        renewOutput(splitId);
        return true;
    }

    private SourceOutput<T> renewOutput(String splitId) {
        ReaderOutput<T> output = requireNonNull(readerOutput, "where the start was told");
        output.releaseOutputForSplit(splitId);
        return output.createOutputForSplit(splitId);
    }

    @Override
    public void fragmentDone() {}

    @Override
    public void told(long lowerBoundMillis) {}

    @Override
    @SuppressWarnings("ReferenceEquality")
    public SourceOutput<T> outputOf(String splitId, SourceOutput<T> output) {
        if (currentOutput == null || splitId != currentSplit) {
            SourceOutput<T> ofBegun = outputsOfBegun.get(splitId);
            currentOutput = ofBegun == null ? begin(splitId, output) : ofBegun;
            currentSplit = splitId;
        }
        return currentOutput;
    }

    private SourceOutput<T> begin(String splitId, SourceOutput<T> output) {
        waiting.remove(splitId);
        boolean isRenewable = told.remove(splitId) && !paused.contains(splitId);
        SourceOutput<T> own = isRenewable ? renewOutput(splitId) : output;
        outputsOfBegun.put(splitId, own);
        return own;
    }

    @Override
    public void emitting(long timestampMillis) {}

    @Override
    public boolean isDue() {
        return false;
    }

    @Override
    public void emit(ReaderOutput<T> output) {
        readerOutput = output;
        if (!outputsOfBegun.isEmpty() && told.size() < waiting.size()) {
            waiting.values().stream()
                    .filter(split -> told.add(split.splitId()))
                    .forEach(split -> tellStart(split, output));
        }
    }

    private void tellStart(KvsArchiveSplitState split, ReaderOutput<T> ofReader) {
        SourceOutput<T> output = ofReader.createOutputForSplit(split.splitId());
        long earliest = split.earliestMillis();
        if (earliest == Long.MIN_VALUE || earliest == Long.MAX_VALUE) {
            output.markIdle();
        } else {
            output.emitWatermark(new Watermark(earliest - negativeOffsetMillis - 1));
        }
    }
}
