/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every frame that the archive was described to hold, and which of them a sink has committed. */
final class Truth {

    private static final int MAX_SHOWN = 20;

    private final Map<String, int[]> checksums = new HashMap<>();
    private final Map<String, byte[]> seen = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private long bytes;
    private long frames;

    Truth(LocalKvsArchive archive, List<String> streams) {
        for (String stream : streams) {
            try (Stream<StoredFragment> fragments = archive.fragments(stream)) {
                fragments.forEach(fragment -> add(archive, stream, fragment));
            }
        }
    }

    private void add(LocalKvsArchive archive, String stream, StoredFragment fragment) {
        int[] ofFragment =
                archive.generatedFrames(stream, fragment.fragmentNumber()).stream()
                        .map(GeneratedFrame::payload)
                        .mapToInt(FrameLine::checksum)
                        .toArray();
        checksums.put(key(stream, fragment.fragmentNumber()), ofFragment);
        seen.put(key(stream, fragment.fragmentNumber()), new byte[ofFragment.length]);
        bytes += fragment.size();
        frames += ofFragment.length;
    }

    private static String key(String stream, String fragmentNumber) {
        return stream + " " + fragmentNumber;
    }

    /** The bytes of all fragments. */
    long bytes() {
        return bytes;
    }

    long frames() {
        return frames;
    }

    /** Says of each frame that is missing, came twice, or is another than it should be. */
    List<String> differencesTo(Path committed) throws IOException {
        try (Stream<Path> files = Files.walk(committed)) {
            List<Path> visible =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .toList();
            for (Path file : visible) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(FrameLine::parse).forEach(this::compare);
                }
            }
        }
        seen.forEach(
                (fragment, times) -> {
                    for (int i = 0; i < times.length; i++) {
                        if (times[i] == 0) {
                            differ("missing: " + fragment + " " + i);
                        }
                    }
                });
        return differences;
    }

    private void compare(FrameLine line) {
        String fragment = key(line.stream(), line.fragmentNumber());
        int[] expected = checksums.get(fragment);
        if (expected == null || line.index() >= expected.length) {
            differ("unknown: " + line.text());
            return;
        }
        if (expected[line.index()] != line.checksum()) {
            differ("altered: " + line.text());
        }
        byte[] times = seen.get(fragment);
        times[line.index()]++;
        if (times[line.index()] > 1) {
            differ("twice: " + line.text());
        }
    }

    private void differ(String difference) {
        if (differences.size() < MAX_SHOWN) {
            differences.add(difference);
        }
    }
}
