/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static io.kvsarchive.flink.source.fetch.TestMedia.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListingSplitReaderTest {

    private final ListingSplitReader reader = new ListingSplitReader();

    @Test
    void tellsASplitWithEachFetch() throws Exception {
        add(split("s", "1", "2"), split("t", "3"));

        assertThat(fetched()).isEqualTo("s: 1 2, finishes [s]");
        assertThat(fetched()).isEqualTo("t: 3, finishes [t]");
        assertThat(fetched()).isEqualTo("null:, finishes []");
    }

    @Test
    void waitsWhileItsSplitIsPaused() throws Exception {
        KvsArchiveSplit first = split("s", "1");
        add(first, split("t", "2"));
        reader.pauseOrResumeSplits(List.of(first), List.of());

        reader.wakeUp();
        assertThat(fetched()).isEqualTo("null:, finishes []");

        reader.pauseOrResumeSplits(List.of(), List.of(first));
        assertThat(fetched()).isEqualTo("s: 1, finishes [s]");
    }

    /** Flink pauses splits that have been read to their end and not yet emitted. */
    @Test
    void doesNotPauseANewSplitForAFinishedOneOfTheSameId() throws Exception {
        add(split("s", "1"));
        fetched();
        reader.pauseOrResumeSplits(List.of(split("s", "1")), List.of());

        add(split("s", "2"));

        assertThat(fetched()).isEqualTo("s: 2, finishes [s]");
    }

    @Test
    void stopsWhereItsThreadIsInterrupted() {
        KvsArchiveSplit first = split("s", "1");
        add(first);
        reader.pauseOrResumeSplits(List.of(first), List.of());

        Thread.currentThread().interrupt();

        assertThatThrownBy(reader::fetch)
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageStartingWith("interrupted before ");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void add(KvsArchiveSplit... splits) {
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(splits)));
    }

    private String fetched() throws Exception {
        RecordsWithSplitIds<FetchedElement> fetch = reader.fetch();
        String split = fetch.nextSplit();
        List<String> numbers = new ArrayList<>();
        if (split != null) {
            for (FetchedElement next = fetch.nextRecordFromSplit();
                    next != null;
                    next = fetch.nextRecordFromSplit()) {
                numbers.add(" " + ((FetchedElement.OfListing) next).fragment().fragmentNumber());
            }
        }
        return split + ":" + String.join("", numbers) + ", finishes " + fetch.finishedSplits();
    }
}
