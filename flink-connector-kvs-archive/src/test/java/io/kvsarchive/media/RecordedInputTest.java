/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordedInputTest {

    private final byte[] bytes = new byte[300_000];
    private final RecordedInput input;

    RecordedInputTest() {
        new Random(1).nextBytes(bytes);
        input = new RecordedInput(new ByteArrayInputStream(bytes));
    }

    @Test
    void copiesWhatWasReadInWhicheverPortions() throws Exception {
        int read = 0;
        for (int i = 0; i < 10; i++) {
            assertThat(input.read()).isEqualTo(bytes[read++] & 0xFF);
        }
        byte[] portion = new byte[70_000];
        for (int length = 1; read < bytes.length; length = length * 7 % 69_997) {
            read += input.read(portion, 3, length);
        }
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.read(portion, 0, 5)).isEqualTo(-1);

        assertThat(copy(0, bytes.length)).isEqualTo(bytes);
        for (int from : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072}) {
            for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 150_000}) {
                assertThat(copy(from, length))
                        .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
            }
        }
    }

    @Test
    void keepsWhatComesAfterAPositionThatItMayForget() throws Exception {
        assertThat(input.readNBytes(bytes.length)).isEqualTo(bytes);

        for (int position : new int[] {10, 65_536, 65_540, 200_000, 300_000}) {
            input.forgetBefore(position);
            assertThat(copy(position, bytes.length - position))
                    .isEqualTo(Arrays.copyOfRange(bytes, position, bytes.length));
        }
    }

    /** After two bytes that are another's. */
    private byte[] copy(int from, int length) {
        byte[] target = new byte[2 + length];
        input.copy(from, target, 2);
        assertThat(target).startsWith(0, 0);
        return Arrays.copyOfRange(target, 2, target.length);
    }
}
