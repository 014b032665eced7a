/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes a fragment apart. */
final class TracksOfFragment {

    private TracksOfFragment() {}

    /** The frames of chosen tracks, by the tracks' numbers. */
    static Map<Long, List<Frame>> of(WholeFragment fragment, Predicate<Track> chosen) {
        return fragment.frames().stream()
                .filter(frame -> chosen.test(frame.track()))
                .collect(
                        Collectors.groupingBy(
                                frame -> frame.track().number(),
                                TreeMap::new,
                                Collectors.toList()));
    }
}
