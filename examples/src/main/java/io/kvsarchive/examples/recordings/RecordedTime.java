/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.recordings;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * When a stream was recorded and when not.
 *
 * <p>It goes by the producer's timestamps. As {@link PauseHistogram} tells, what is usual between
 * two fragments is no gap. Fragments that overlap what came before neither begin nor end one.
 *
 * @param recordings in the order of time
 * @param gaps those between the recordings
 */
public record RecordedTime(List<Recording> recordings, List<Gap> gaps) {

    public static final RecordedTime NONE = new RecordedTime(List.of(), List.of());

    public RecordedTime {
        recordings = List.copyOf(recordings);
        gaps = List.copyOf(gaps);
    }

    /**
     * What the fragments of one stream tell.
     *
     * @param fragments in the order of their producer timestamps
     */
    public static RecordedTime of(Iterable<ArchivedFragment> fragments) {
        PauseHistogram histogram = new PauseHistogram();
        List<Gap> pauses = new ArrayList<>();
        Iterator<ArchivedFragment> remaining = fragments.iterator();
        if (!remaining.hasNext()) {
            return NONE;
        }
        ArchivedFragment first = remaining.next();
        Instant from = first.producerTimestamp();
        Instant to = end(first);
        Instant latestStart = from;
        while (remaining.hasNext()) {
            ArchivedFragment fragment = remaining.next();
            Instant start = fragment.producerTimestamp();
            Instant end = end(fragment);
            if (start.isAfter(latestStart) && !start.isBefore(to)) {
                Gap pause = new Gap(to, start);
                histogram.add(pause.length().toMillis());
                pauses.add(pause);
            }
            to = end.isAfter(to) ? end : to;
            latestStart = start;
        }
        return between(from, to, gaps(pauses, histogram));
    }

    private static Instant end(ArchivedFragment fragment) {
        return fragment.producerTimestamp().plus(fragment.duration());
    }

    private static List<Gap> gaps(List<Gap> pauses, PauseHistogram histogram) {
        long usual = histogram.usualMillis();
        return pauses.stream()
                .filter(pause -> histogram.isGap(pause.length().toMillis()))
                .map(pause -> new Gap(pause.from().plusMillis(usual), pause.to()))
                .toList();
    }

    private static RecordedTime between(Instant from, Instant to, List<Gap> gaps) {
        List<Recording> recordings = new ArrayList<>();
        Instant begin = from;
        for (Gap gap : gaps) {
            recordings.add(new Recording(begin, gap.from()));
            begin = gap.to();
        }
        recordings.add(new Recording(begin, to));
        return new RecordedTime(recordings, gaps);
    }
}
