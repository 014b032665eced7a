/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How far one stream has been listed and handed out.
 *
 * @param arn which stream the name stood for when it was first listed; empty before, and where it
 *     could not be found out
 * @param position where to list on; empty if all has been listed and handed out
 * @param fragments what is left of those that were asked for by their numbers
 * @param returnedSplits splits that readers have returned, and nobody has been given since
 */
@Internal
public record StreamProgress(
        StreamReference stream,
        Optional<String> arn,
        Optional<ListingPosition> position,
        List<FragmentToRead> fragments,
        List<KvsArchiveSplit> returnedSplits) {

    /** How far a camera's clock may run ahead of the service's. */
    private static final Duration CLOCK_AHEAD = Duration.ofDays(1);

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    public StreamProgress {
        fragments = List.copyOf(fragments);
        returnedSplits = List.copyOf(returnedSplits);
    }

    /** A stream of which nothing has been listed yet. */
    public static StreamProgress fresh(
            StreamReference stream,
            Optional<String> arn,
            FragmentSelection selection,
            Instant jobStart) {
        if (selection instanceof FragmentSelection.Numbered numbered) {
            return new StreamProgress(
                    stream,
                    arn,
                    Optional.empty(),
                    numbered.numbers().stream()
                            .distinct()
                            .map(FragmentToRead::numbered)
                            .sorted(FragmentToRead.order(FragmentSelectorType.PRODUCER_TIMESTAMP))
                            .toList(),
                    List.of());
        }
        return new StreamProgress(
                stream,
                arn,
                selection instanceof FragmentSelection.Unbounded unbounded
                        ? Optional.of(position(unbounded, jobStart))
                        : position((FragmentSelection.InTimeRange) selection, jobStart),
                List.of(),
                List.of());
    }

    private static Optional<ListingPosition> position(
            FragmentSelection.InTimeRange range, Instant jobStart) {
        Instant start = inMillis(range.start());
        Instant end =
                (range.end() == null ? latestEnd(range.type(), jobStart) : range.end())
                        .truncatedTo(ChronoUnit.MILLIS);
        return start.isAfter(end)
                ? Optional.empty()
                : Optional.of(ListingPosition.ofRange(range.type(), start, end));
    }

    private static ListingPosition position(
            FragmentSelection.Unbounded selection, Instant jobStart) {
        Instant start = inMillis(selection.start());
        if (selection.type() == FragmentSelectorType.SERVER_TIMESTAMP) {
            return ListingPosition.unbounded(start, Instant.EPOCH, jobStart);
        }
        Instant received = start.minus(CLOCK_AHEAD);
        return ListingPosition.unbounded(
                received.isBefore(Instant.EPOCH) ? Instant.EPOCH : received, start, jobStart);
    }

    /** Times of listings have whole milliseconds. What begins before the start is not to be in. */
    private static Instant inMillis(Instant start) {
        Instant millis = start.truncatedTo(ChronoUnit.MILLIS);
        return millis.equals(start) ? start : millis.plus(MILLISECOND);
    }

    /** A stream of which nothing is left. */
    public static StreamProgress exhausted(StreamReference stream) {
        return new StreamProgress(stream, Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    private static Instant latestEnd(FragmentSelectorType type, Instant jobStart) {
        return type == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? jobStart.plus(CLOCK_AHEAD)
                : jobStart;
    }

    /** Whether the progress is that of a stream that may be named in another way than before. */
    public boolean isOf(StreamReference other) {
        return stream.isArn() != other.isArn() && stream.name().equals(other.name());
    }

    /** The same progress of the stream by another name. What tells which stream it was is kept. */
    public StreamProgress as(StreamReference other) {
        return new StreamProgress(
                other,
                arn.or(() -> stream.isArn() ? Optional.of(stream.text()) : Optional.empty()),
                position,
                fragments,
                returnedSplits);
    }
}
