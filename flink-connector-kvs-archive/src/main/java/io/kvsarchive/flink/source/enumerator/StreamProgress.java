/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How far one stream has been listed and handed out.
 *
 * @param arn which stream the name stood for when it was first listed; empty before, and where it
 *     could not be found out
 * @param position where to list on; empty if all has been listed
 * @param fragments what has been listed and not handed out, in order of time
 * @param returnedSplits splits that a reader lost before it made a checkpoint
 */
@Internal
public record StreamProgress(
        StreamReference stream,
        Optional<String> arn,
        Optional<ListingPosition> position,
        List<FragmentToRead> fragments,
        List<KvsArchiveSplit> returnedSplits) {

    /**
     * How far cameras' clocks may run ahead where a job reads all up to now by producer timestamps.
     */
    private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

    public StreamProgress {
        fragments = List.copyOf(fragments);
        returnedSplits = List.copyOf(returnedSplits);
    }

    /** A stream of which nothing has been listed yet. */
    static StreamProgress fresh(
            StreamReference stream, FragmentSelection selection, Instant jobStart) {
        if (selection instanceof FragmentSelection.Numbered numbered) {
            return new StreamProgress(
                    stream,
                    Optional.empty(),
                    Optional.empty(),
                    numbered.numbers().stream()
                            .distinct()
                            .map(FragmentToRead::numbered)
                            .sorted(FragmentToRead.ORDER)
                            .toList(),
                    List.of());
        }
        FragmentSelection.InTimeRange range = (FragmentSelection.InTimeRange) selection;
        Instant end = range.end() == null ? latestEnd(range.type(), jobStart) : range.end();
        if (range.start().isAfter(end)) {
            return exhausted(stream);
        }
        FragmentSelector selector = new FragmentSelector(range.type(), range.start(), end);
        return new StreamProgress(
                stream,
                Optional.empty(),
                Optional.of(ListingPosition.atStartOf(selector)),
                List.of(),
                List.of());
    }

    /** A stream of which nothing is left. */
    static StreamProgress exhausted(StreamReference stream) {
        return new StreamProgress(stream, Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    private static Instant latestEnd(FragmentSelectorType type, Instant jobStart) {
        return type == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? jobStart.plus(CLOCK_AHEAD)
                : jobStart;
    }

    /** Whether the progress is that of a stream that may be named in another way than before. */
    boolean isOf(StreamReference other) {
        return stream.isArn() != other.isArn() && stream.name().equals(other.name());
    }

    /** The same progress of the stream by another name. What tells which stream it was is kept. */
    StreamProgress as(StreamReference other) {
        return new StreamProgress(
                other,
                arn.or(() -> stream.isArn() ? Optional.of(stream.text()) : Optional.empty()),
                position,
                fragments,
                returnedSplits);
    }
}
