/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestLogTest {

    private final RequestLog log = new RequestLog();

    @Test
    void countsManySmallCallsAndKeepsTheLatestOfThem() {
        int calls = 300_000;
        for (int i = 0; i < calls; i++) {
            log.add(
                    call(Integer.toString(i)),
                    i % 3 == 0 ? Optional.of(Quota.FRAGMENT_MEDIA) : Optional.empty());
        }

        assertThat(log.count("GetMediaForFragmentList", "camera")).isEqualTo(calls);
        assertThat(log.refused(Quota.FRAGMENT_MEDIA, "camera")).isEqualTo(calls / 3);
        List<String> kept = log.fragmentsAsked("camera");
        assertThat(kept)
                .hasSizeBetween(30_000, 33_000)
                .isEqualTo(
                        IntStream.range(calls - kept.size(), calls)
                                .mapToObj(Integer::toString)
                                .toList());
    }

    private static ReceivedRequest call(String number) {
        return new ReceivedRequest(
                "GetMediaForFragmentList",
                "camera",
                200,
                "",
                List.of(number),
                "{\"Fragments\":" + number + "}",
                Set.of());
    }
}
