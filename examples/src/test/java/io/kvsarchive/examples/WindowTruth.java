/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lines of windows of ten seconds, counted without Flink. */
final class WindowTruth {

    private static final long SIZE_SECONDS = 10;

    private record Totals(long frames, long keyFrames, long bytes) {

        Totals plus(Totals other) {
            return new Totals(
                    frames + other.frames, keyFrames + other.keyFrames, bytes + other.bytes);
        }
    }

    private final Map<String, Totals> windows = new TreeMap<>();

    void add(String stream, Instant timestamp, boolean isKeyFrame, int bytes) {
        long second = timestamp.getEpochSecond();
        String window =
                String.format(
                        "{\"stream\":\"%s\",\"window_start\":\"%s\"",
                        stream,
                        Instant.ofEpochSecond(second - Math.floorMod(second, SIZE_SECONDS)));
        windows.merge(window, new Totals(1, isKeyFrame ? 1 : 0, bytes), Totals::plus);
    }

    List<String> lines() {
        return windows.entrySet().stream()
                .map(window -> window.getKey() + describe(window.getValue()))
                .toList();
    }

    private static String describe(Totals totals) {
        return String.format(
                ",\"frames\":%d,\"key_frames\":%d,\"bytes\":%d}",
                totals.frames(), totals.keyFrames(), totals.bytes());
    }

    long frames() {
        return windows.values().stream().mapToLong(Totals::frames).sum();
    }
}
