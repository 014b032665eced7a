/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.parse;

import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.ParserLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the payloads of a body lie in it.
 *
 * @param starts of each payload, in bytes from the start of the body
 * @param lengths of each payload, in bytes
 */
record Payloads(int[] starts, int[] lengths) {

    static Payloads of(byte[] body) throws IOException {
        List<Frame> frames = new ArrayList<>();
        FragmentParser parser =
                new FragmentParser(new ByteArrayInputStream(body), ParserLimits.DEFAULT);
        for (Optional<FragmentResult> result = parser.next();
                result.isPresent();
                result = parser.next()) {
            frames.addAll(fragment(result.get()).frames());
        }
        int[] starts = new int[frames.size()];
        int[] lengths = new int[frames.size()];
        int position = 0;
        for (int i = 0; i < starts.length; i++) {
            byte[] payload = frames.get(i).payload();
            position = find(body, payload, position);
            starts[i] = position;
            lengths[i] = payload.length;
            position += payload.length;
        }
        return new Payloads(starts, lengths);
    }

    private static Fragment fragment(FragmentResult result) {
        return result instanceof FragmentResult.OpenEnded open
                ? open.fragment()
                : ((FragmentResult.Whole) result).fragment();
    }

    private static int find(byte[] body, byte[] payload, int from) {
        int start = from;
        while (!Arrays.equals(body, start, start + payload.length, payload, 0, payload.length)) {
            start++;
        }
        return start;
    }

    int count() {
        return starts.length;
    }

    long bytes() {
        return Arrays.stream(lengths).asLongStream().sum();
    }
}
