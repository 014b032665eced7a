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
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * What a query wants of what a job selects. That there is nothing of it is no error.
 *
 * @param streams whose fragments are wanted
 * @param producerTimes when they begin by the producer's clock
 * @param serverTimes when they begin by the service's clock
 */
@Internal
public record Narrowing(StreamNames streams, MillisRange producerTimes, MillisRange serverTimes)
        implements Serializable {

    public static final Narrowing NONE =
            new Narrowing(StreamNames.ALL, MillisRange.ALL, MillisRange.ALL);

    public Narrowing {
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
        return selection instanceof FragmentSelection.Growing growing
                ? growing(growing)
                : selection;
    }

    private FragmentSelection inTimeRange(FragmentSelection.InTimeRange range) {
        boolean isAll = range.start().equals(FragmentSelection.EARLIEST) && range.end() == null;
        if (isAll && !producerTimes.isAll()) {
            return narrowed(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    range.start(),
                    FragmentSelection.LATEST);
        }
        return narrowed(range.type(), range.start(), range.end());
    }

    private FragmentSelection narrowed(
            FragmentSelectorType clock, Instant start, @Nullable Instant end) {
        MillisRange times = times(clock);
        return new FragmentSelection.InTimeRange(
                clock, times.startAfter(start), times.endBefore(end));
    }

    private FragmentSelection growing(FragmentSelection.Growing growing) {
        boolean isAll = growing.start().equals(FragmentSelection.EARLIEST);
        FragmentSelectorType clock =
                isAll && !producerTimes.isAll()
                        ? FragmentSelectorType.PRODUCER_TIMESTAMP
                        : growing.type();
        return new FragmentSelection.Growing(clock, times(clock).startAfter(growing.start()));
    }

    private MillisRange times(FragmentSelectorType clock) {
        return clock == FragmentSelectorType.PRODUCER_TIMESTAMP ? producerTimes : serverTimes;
    }
}
