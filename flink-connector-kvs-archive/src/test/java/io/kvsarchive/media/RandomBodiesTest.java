/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies made by chance, as they are and damaged. */
class RandomBodiesTest {

    @Test
    void shouldFindExactlyWhatWasWritten() throws IOException {
        for (int seed = 0; seed < 1000; seed++) {
            RandomBody body = new RandomBody(seed);

            Bodies parsed = Bodies.parse(body.bytes());

            assertThat(parsed.failure()).as("seed %s", seed).isEmpty();
            assertThat(parsed.results().stream().map(RandomBodiesTest::withoutBytesRead).toList())
                    .as("seed %s", seed)
                    .isEqualTo(body.expected());
        }
    }

    private static FragmentResult withoutBytesRead(FragmentResult result) {
        if (result instanceof Whole whole) {
            return new Whole(withoutBytesRead(whole.fragment()));
        }
        if (result instanceof OpenEnded openEnded) {
            return new OpenEnded(withoutBytesRead(openEnded.fragment()));
        }
        return result;
    }

    private static Fragment withoutBytesRead(Fragment fragment) {
        return new Fragment(fragment.metadata(), fragment.frames(), 0);
    }

    @Test
    @Timeout(60)
    void shouldOnlyEverSayThatDamagedBytesAreMalformed() throws IOException {
        ParserLimits limits = ParserLimits.DEFAULT.withMaxFragmentBytes(1 << 20);
        Random random = new Random(1);
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        int survivals = 0;
        List<byte[]> bodies =
                List.of(
                        SampleBodies.unknownSizes(),
                        SampleBodies.knownSizes(),
                        SampleBodies.severalClusters(),
                        SampleBodies.getMedia(),
                        SampleBodies.errors());
        for (int i = 0; i < 10_000; i++) {
            byte[] body = damaged(bodies.get(i % bodies.size()), random);

            // Any other exception fails the test.
            Bodies parsed = Bodies.parse(new ByteArrayInputStream(body), limits);

            if (parsed.failure().isPresent()) {
                MalformedMediaException failure = parsed.failure().get();
                reasons.add(failure.reason());
                assertThat(failure.position()).isBetween(0L, (long) body.length);
            } else {
                survivals++;
            }
            assertThat(parsed.results().stream().mapToLong(RandomBodiesTest::payloadBytes).sum())
                    .isLessThanOrEqualTo(body.length);
        }
        assertThat(reasons).containsExactly(Reason.values());
        assertThat(survivals).isPositive();
    }

    private static long payloadBytes(FragmentResult result) {
        return result instanceof FragmentResult.InBandError
                ? 0
                : Bodies.fragment(result).frames().stream()
                        .mapToLong(frame -> frame.payload().length)
                        .sum();
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] damaged = body;
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(damaged.length);
            int count = 1 + random.nextInt(8);
            damaged =
                    switch (random.nextInt(5)) {
                        case 0 -> spliced(damaged, at, at, random(random, count));
                        case 1 -> spliced(damaged, at, at + count, new byte[0]);
                        case 2 -> spliced(damaged, at, at + 1, random(random, 1));
                        case 3 -> flipped(damaged, at, random);
                        default -> {
                            int from = random.nextInt(damaged.length);
                            int to = Math.min(damaged.length, from + random.nextInt(200));
                            yield spliced(damaged, at, at, Arrays.copyOfRange(damaged, from, to));
                        }
                    };
        }
        return damaged;
    }

    private static byte[] random(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] body, int at, Random random) {
        byte[] flipped = body.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] replacement) {
        int end = Math.min(to, body.length);
        return Element.concat(
                Arrays.copyOf(body, from), replacement, Arrays.copyOfRange(body, end, body.length));
    }
}
