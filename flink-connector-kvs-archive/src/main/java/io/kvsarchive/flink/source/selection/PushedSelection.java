/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What a query wants of what a job selects. That there is nothing of it is no error.
 *
 * @param streams whose fragments are wanted
 * @param producerTimes when they begin by the producer's clock
 * @param serverTimes when they begin by the service's clock
 */
@Internal
public record PushedSelection(
        StreamNames streams, MillisRange producerTimes, MillisRange serverTimes)
        implements Serializable {

    public static final PushedSelection NONE =
            new PushedSelection(StreamNames.ALL, MillisRange.ALL, MillisRange.ALL);

    public PushedSelection {
        Objects.requireNonNull(streams, "streams");
        Objects.requireNonNull(producerTimes, "producerTimes");
        Objects.requireNonNull(serverTimes, "serverTimes");
    }

    /** Whether a fragment that began at these times is wanted, if its stream is. */
    public boolean wants(long producerMillis, long serverMillis) {
        return producerTimes.contains(producerMillis) && serverTimes.contains(serverMillis);
    }

    /** What is wanted of a selection. A listing goes by one of the clocks: there may be more. */
    public StreamSelection of(StreamSelection selection) {
        Map<StreamReference, FragmentSelection> named = new LinkedHashMap<>();
        selection
                .named()
                .forEach(
                        (stream, fragments) -> {
                            if (streams.accepts(stream.name())) {
                                named.put(stream, of(fragments));
                            }
                        });
        return new StreamSelection(
                named,
                Optional.ofNullable(selection.prefix()).flatMap(streams::commonPrefix).orElse(null),
                of(selection.ofFound()),
                selection.filter(),
                this);
    }

    private FragmentSelection of(FragmentSelection selection) {
        if (selection instanceof FragmentSelection.InTimeRange range) {
            return inTimeRange(range);
        }
        return selection instanceof FragmentSelection.Unbounded unbounded
                ? unbounded(unbounded)
                : selection;
    }

    private FragmentSelection inTimeRange(FragmentSelection.InTimeRange range) {
        boolean isAll = range.start().equals(FragmentSelection.EARLIEST) && range.end() == null;
        if (isAll && !producerTimes.isAll()) {
            return pushed(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    range.start(),
                    FragmentSelection.LATEST);
        }
        return pushed(range.type(), range.start(), range.end());
    }

    private FragmentSelection pushed(
            FragmentSelectorType clock, Instant start, @Nullable Instant end) {
        MillisRange times = times(clock);
        return new FragmentSelection.InTimeRange(
                clock, times.startAfter(start), times.endBefore(end));
    }

    private FragmentSelection unbounded(FragmentSelection.Unbounded unbounded) {
        boolean isAll = unbounded.start().equals(FragmentSelection.EARLIEST);
        FragmentSelectorType clock =
                isAll && !producerTimes.isAll()
                        ? FragmentSelectorType.PRODUCER_TIMESTAMP
                        : unbounded.type();
        return new FragmentSelection.Unbounded(clock, times(clock).startAfter(unbounded.start()));
    }

    private MillisRange times(FragmentSelectorType clock) {
        return clock == FragmentSelectorType.PRODUCER_TIMESTAMP ? producerTimes : serverTimes;
    }
}
