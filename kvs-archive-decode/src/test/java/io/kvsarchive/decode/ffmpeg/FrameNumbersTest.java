/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameter sets and slices, written bit by bit as ITU-T H.264 has them in 7.3. */
class FrameNumbersTest {

    private static final int BASELINE = 66;
    private static final int HIGH = 100;
    private static final int HIGH_444 = 244;

    /** What stands between the id of a sequence parameter set and the length of frame_num. */
    static Stream<Arguments> colours() {
        return Stream.of(
                Arguments.of("baseline", BASELINE, false, colours(bits -> {})),
                Arguments.of("high", HIGH, false, colours(bits -> bits.ue(1).ue(0).ue(0).u(2, 0))),
                Arguments.of(
                        "4:4:4 in planes of their own",
                        HIGH_444,
                        true,
                        colours(bits -> bits.ue(3).u(1, 1).ue(2).ue(2).u(2, 0))),
                Arguments.of(
                        "two scaling lists of eight, one of them cut short",
                        HIGH,
                        false,
                        colours(
                                bits -> {
                                    bits.ue(1).ue(0).ue(0).u(1, 0).u(1, 1);
                                    bits.u(1, 1);
                                    for (int i = 0; i < 16; i++) {
                                        bits.se(i % 2 == 0 ? 3 : -2);
                                    }
                                    bits.u(5, 0).u(1, 1).se(2).se(-10).u(1, 0);
                                })),
                Arguments.of(
                        "a scaling list of 64 in 4:4:4",
                        HIGH_444,
                        false,
                        colours(
                                bits -> {
                                    bits.ue(3).u(1, 0).ue(0).ue(0).u(1, 0).u(1, 1);
                                    bits.u(11, 0).u(1, 1);
                                    for (int i = 0; i < 64; i++) {
                                        bits.se(1);
                                    }
                                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("colours")
    void findsTheNumberBehindWhatASequenceSaysOfColours(
            String name, int profile, boolean hasPlanes, Consumer<Bits> colours) {
        FrameNumbers numbers =
                new FrameNumbers(
                        List.of(
                                sequence(profile, colours, 6, bits -> bits.ue(0).ue(4), 0),
                                picture()));

        assertThat(numbers.isMissingBefore(List.of(slice(hasPlanes, 6, 40)), true)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(hasPlanes, 6, 41)), false)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(hasPlanes, 6, 43)), false)).isTrue();
        assertThat(numbers.isMissingBefore(List.of(slice(hasPlanes, 6, 44)), false)).isFalse();
    }

    static Stream<Consumer<Bits>> pictureOrders() {
        return Stream.of(
                bits -> bits.ue(0).ue(4),
                bits -> bits.ue(1).u(1, 0).se(-5).se(5).ue(3).se(-1).se(0).se(70_000),
                bits -> bits.ue(2));
    }

    @ParameterizedTest
    @MethodSource("pictureOrders")
    void findsWhetherNumbersMayBeLeftOutBehindTheOrderOfPictures(Consumer<Bits> order) {
        assertThat(isGapMissing(order, 0)).isTrue();
        assertThat(isGapMissing(order, 1)).isFalse();
    }

    private static boolean isGapMissing(Consumer<Bits> order, int mayHaveGaps) {
        FrameNumbers numbers =
                new FrameNumbers(
                        List.of(sequence(BASELINE, bits -> {}, 4, order, mayHaveGaps), picture()));
        numbers.isMissingBefore(List.of(slice(false, 4, 3)), true);
        return numbers.isMissingBefore(List.of(slice(false, 4, 7)), false);
    }

    @Test
    void countsOnFromTheLastFrameThatOthersMayReferTo() {
        FrameNumbers numbers =
                new FrameNumbers(
                        List.of(
                                sequence(BASELINE, bits -> {}, 4, bits -> bits.ue(2), 0),
                                picture()));
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 14)), true)).isFalse();

        assertThat(numbers.isMissingBefore(List.of(unreferred(15)), false)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 15)), false)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 0)), false)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 2)), false)).isTrue();
    }

    @Test
    void readsParameterSetsThatComeWithFrames() {
        FrameNumbers numbers = new FrameNumbers(List.of());
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 3)), true)).isFalse();
        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 7)), false)).isFalse();

        ByteBuffer sequence = sequence(BASELINE, bits -> {}, 4, bits -> bits.ue(2), 0);
        numbers.isMissingBefore(List.of(sequence, picture(), slice(false, 4, 3)), true);

        assertThat(numbers.isMissingBefore(List.of(slice(false, 4, 7)), false)).isTrue();
    }

    /** A 3 that follows two zeros is none of the unit's own bytes: 7.4.1. */
    @Test
    void passesOverWhatPreventsStartCodes() {
        BitReader bits = new BitReader(ByteBuffer.wrap(new byte[] {0x67, 0, 0, 3, 1, 0, 0, 3, 3}));

        assertThat(bits.bits(24)).isEqualTo(1);
        assertThat(bits.bits(24)).isEqualTo(3);
        assertThat(bits.bits(8)).isZero();
    }

    private static Consumer<Bits> colours(Consumer<Bits> bits) {
        return bits;
    }

    private static ByteBuffer sequence(
            int profile, Consumer<Bits> colours, int numberBits, Consumer<Bits> order, int gaps) {
        Bits bits = new Bits().u(8, profile).u(16, 0xC01F).ue(0);
        colours.accept(bits);
        bits.ue(numberBits - 4);
        order.accept(bits);
        return bits.ue(4).u(1, gaps).unit(0x67);
    }

    private static ByteBuffer picture() {
        return new Bits().ue(0).ue(0).u(2, 1).unit(0x68);
    }

    private static ByteBuffer slice(boolean hasPlanes, int numberBits, int number) {
        Bits bits = new Bits().ue(0).ue(7).ue(0);
        if (hasPlanes) {
            bits.u(2, 1);
        }
        return bits.u(numberBits, number).unit(0x41);
    }

    private static ByteBuffer unreferred(int number) {
        return new Bits().ue(0).ue(7).ue(0).u(4, number).unit(0x01);
    }

    /** Writes the bits of a NAL unit. */
    private static final class Bits {

        private final StringBuilder bits = new StringBuilder();

        Bits u(int count, long value) {
            for (int i = count - 1; i >= 0; i--) {
                bits.append(value >> i & 1);
            }
            return this;
        }

        Bits ue(long value) {
            int length = Long.SIZE - Long.numberOfLeadingZeros(value + 1);
            return u(length - 1, 0).u(length, value + 1);
        }

        Bits se(long value) {
            return ue(value > 0 ? 2 * value - 1 : -2 * value);
        }

        ByteBuffer unit(int head) {
            u(1, 1).u((Byte.SIZE - bits.length() % Byte.SIZE) % Byte.SIZE, 0);
            ByteArrayOutputStream unit = new ByteArrayOutputStream();
            unit.write(head);
            int zeros = 0;
            for (int i = 0; i < bits.length(); i += Byte.SIZE) {
                int next = Integer.parseInt(bits.substring(i, i + Byte.SIZE), 2);
                if (zeros == 2 && next <= 3) {
                    unit.write(3);
                    zeros = 0;
                }
                unit.write(next);
                zeros = next == 0 ? zeros + 1 : 0;
            }
            return ByteBuffer.wrap(unit.toByteArray());
        }
    }
}
