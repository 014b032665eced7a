/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.jspecify.annotations.Nullable;

/** The elements of one fragment of a split, and whether the split is done with them. */
@Internal
public final class FetchedFragment implements RecordsWithSplitIds<FetchedElement> {

    private static final FetchedFragment NOTHING =
            new FetchedFragment(null, Collections.emptyIterator(), Set.of(), () -> {});

    private final @Nullable String splitId;
    private final Iterator<FetchedElement> elements;
    private final Set<String> finishedSplits;
    private final Runnable onEmitted;
    private boolean hasBegun;

    private FetchedFragment(
            @Nullable String splitId,
            Iterator<FetchedElement> elements,
            Set<String> finishedSplits,
            Runnable onEmitted) {
        this.splitId = splitId;
        this.elements = elements;
        this.finishedSplits = finishedSplits;
        this.onEmitted = onEmitted;
    }

    /**
     * The elements of a fragment.
     *
     * @param finishesSplit whether nothing of the split is left after them
     * @param onEmitted called when all of them have been emitted
     */
    static FetchedFragment of(
            String splitId,
            Iterator<FetchedElement> elements,
            boolean finishesSplit,
            Runnable onEmitted) {
        return new FetchedFragment(
                splitId, elements, finishesSplit ? Set.of(splitId) : Set.of(), onEmitted);
    }

    /** A fragment that can't be had. */
    static FetchedFragment lost(String splitId, LostFragment fragment, boolean finishesSplit) {
        return new FetchedFragment(
                splitId,
                List.<FetchedElement>of(new FetchedElement.OfLoss(fragment)).iterator(),
                finishesSplit ? Set.of(splitId) : Set.of(),
                () -> {});
    }

    /** What the listing tells of a split's fragments, which is all that there is to it. */
    static FetchedFragment listed(KvsArchiveSplit split) {
        return new FetchedFragment(
                split.splitId(),
                split.fragments().stream()
                        .map(FragmentToRead.Listed.class::cast)
                        .<FetchedElement>map(
                                fragment ->
                                        new FetchedElement.OfListing(
                                                fragment.toArchivedFragment(split.stream().name())))
                        .iterator(),
                Set.of(split.splitId()),
                () -> {});
    }

    /** A split of which nothing is left to be read. */
    static FetchedFragment finished(String splitId) {
        return new FetchedFragment(null, Collections.emptyIterator(), Set.of(splitId), () -> {});
    }

    /** What a fetch returns that was woken up. */
    static FetchedFragment nothing() {
        return NOTHING;
    }

    @Override
    public @Nullable String nextSplit() {
        if (hasBegun) {
            return null;
        }
        hasBegun = splitId != null;
        return splitId;
    }

    @Override
    public @Nullable FetchedElement nextRecordFromSplit() {
        return elements.hasNext() ? elements.next() : null;
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
