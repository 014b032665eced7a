/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RestoredSplitsEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits on their way to readers. A checkpoint may fall between the enumerator's handing out of a
 * split and its arrival: since Flink 2.0 the barrier of an unaligned checkpoint overtakes what the
 * coordinator has sent to a source (StreamTask.triggerCheckpointAsync makes it urgent), so that
 * neither state would have the split. What a checkpoint found on its way is therefore kept with it,
 * and compared with what readers say that they have restored.
 */
final class UnconfirmedSplits {

    private static final Logger LOG = LoggerFactory.getLogger(UnconfirmedSplits.class);

    /** A split on its way to a reader. */
    record UnconfirmedSplit(int reader, KvsArchiveSplit split) {}

    private final List<UnconfirmedSplit> underWay = new ArrayList<>();
    private final TreeMap<Long, List<UnconfirmedSplit>> byCheckpoint = new TreeMap<>();

    /** Those of which it is not known yet whether they had arrived before the checkpoint. */
    private final List<UnconfirmedSplit> unsettled = new ArrayList<>();

    private final List<RestoredSplitsEvent.Restored> restored = new ArrayList<>();
    private final Set<Integer> awaited = new HashSet<>();
    private long lastCompletedCheckpoint = -1;

    /**
     * @param fromCheckpoint what was on its way when the checkpoint was made that the job goes on
     *     from
     * @param readers the readers that will say what they have restored
     */
    UnconfirmedSplits(List<UnconfirmedSplit> fromCheckpoint, Set<Integer> readers) {
        unsettled.addAll(fromCheckpoint);
        if (!fromCheckpoint.isEmpty()) {
            awaited.addAll(readers);
        }
    }

    void sent(int reader, KvsArchiveSplit split) {
        underWay.add(new UnconfirmedSplit(reader, split));
    }

    void received(int reader, long lastAssignment) {
        underWay.removeIf(
                split -> {
                    boolean hasArrived =
                            split.reader() == reader
                                    && split.split().assignment() <= lastAssignment;
                    if (hasArrived) {
                        LOG.debug(
                                "Reader {} has got split {}: {}",
                                reader,
                                split.split().splitId(),
                                new SplitText(split.split()));
                    }
                    return hasArrived;
                });
    }

    /** What a checkpoint has to keep. */
    List<UnconfirmedSplit> atCheckpoint(long checkpointId) {
        List<UnconfirmedSplit> all = new ArrayList<>(unsettled);
        all.addAll(underWay);
        byCheckpoint.put(checkpointId, new ArrayList<>(all));
        return List.copyOf(all);
    }

    void checkpointCompleted(long checkpointId) {
        lastCompletedCheckpoint = checkpointId;
        byCheckpoint.headMap(checkpointId, false).clear();
    }

    /**
     * A reader goes back to the last checkpoint. Flink gives back what was handed out after that.
     */
    void readerReset(int reader) {
        underWay.removeIf(split -> split.reader() == reader);
        byCheckpoint.getOrDefault(lastCompletedCheckpoint, List.of()).stream()
                .filter(split -> split.reader() == reader)
                .filter(split -> !unsettled.contains(split))
                .forEach(unsettled::add);
        if (unsettled.stream().anyMatch(split -> split.reader() == reader)) {
            awaited.add(reader);
        }
    }

    /** Whether something may yet have to be handed out again. */
    boolean areSettled() {
        return unsettled.isEmpty();
    }

    /**
     * When the earliest fragment begins that may yet have to be handed out again, in milliseconds
     * since the epoch by the producer's clock; {@link Long#MIN_VALUE} if that is not known, {@link
     * Long#MAX_VALUE} if there is none.
     */
    long earliestMillis() {
        return unsettled.stream()
                .flatMap(split -> split.split().fragments().stream())
                .mapToLong(FragmentToRead::earliestMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Notes what a reader has restored.
     *
     * @return what no reader has restored, once all have said so
     */
    List<UnconfirmedSplit> restored(int reader, List<RestoredSplitsEvent.Restored> splits) {
        if (unsettled.isEmpty()) {
            return List.of();
        }
        restored.addAll(splits);
        awaited.remove(reader);
        if (!awaited.isEmpty()) {
            return List.of();
        }
        List<UnconfirmedSplit> returned = new ArrayList<>();
        for (Iterator<UnconfirmedSplit> all = unsettled.iterator(); all.hasNext(); ) {
            UnconfirmedSplit split = all.next();
            if (restored.stream().noneMatch(kept -> tellsOf(kept, split))) {
                returned.add(split);
            }
            // From now on Flink knows of it: it gives it back should the reader fail once more.
            byCheckpoint.values().forEach(known -> known.remove(split));
            all.remove();
        }
        restored.clear();
        return returned;
    }

    /** A reader that has a later split has had this one. */
    private static boolean tellsOf(RestoredSplitsEvent.Restored restored, UnconfirmedSplit split) {
        return SplitIds.areOfOneReader(restored.splitId(), split.split().splitId())
                && restored.assignment() >= split.split().assignment();
    }
}
