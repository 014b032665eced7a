/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.ffmpeg.Undecodable;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Track;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class UndecodableFramesTest {

    @Test
    void countsByReasonAndInAll() {
        Map<String, Counter> counters = new HashMap<>();
        UndecodableFrames frames =
                new UndecodableFrames(
                        new UnregisteredMetricsGroup() {
                            @Override
                            public Counter counter(String name) {
                                return counters.computeIfAbsent(name, any -> new SimpleCounter());
                            }
                        });
        Fragment fragment = TestMedia.sample("front-door").get(0).fragment();
        Track track = fragment.frames().get(0).track();
        frames.decoding(
                new WholeFragment(
                        "front-door", fragment.metadata(), fragment.frames(), new byte[0]));

        frames.undecodable(track, Undecodable.DAMAGED, 1, "");
        frames.undecodable(track, Undecodable.INCOMPLETE, 20, "");
        frames.undecodable(track, Undecodable.INCOMPLETE, 3, "");
        frames.undecodable(track, Undecodable.UNSUPPORTED, 400, "codec V_PRORES");

        assertThat(counters)
                .allSatisfy(
                        (name, counter) ->
                                assertThat(counter.getCount())
                                        .as(name)
                                        .isEqualTo(
                                                switch (name) {
                                                    case "numUndecodableFrames" -> 424;
                                                    case "numDamagedFrames" -> 1;
                                                    case "numIncompleteFrames" -> 23;
                                                    case "numUnsupportedFrames" -> 400;
                                                    default -> -1;
                                                }))
                .hasSize(4);
    }
}
