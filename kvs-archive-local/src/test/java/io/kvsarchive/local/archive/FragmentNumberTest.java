/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class FragmentNumberTest {

    @Test
    void hasTheFormOfPublishedNumbers() {
        // awslabs/amazon-kinesis-video-streams-producer-sdk-cpp#312
        BigInteger published = new BigInteger("91343852333181432392682062625274041587548633229");

        String made = FragmentNumber.of(1, 1_577_156_900_463L, 99);

        assertThat(made).hasSize(47);
        assertThat(new BigInteger(made).shiftRight(28)).isEqualTo(published.shiftRight(28));
        assertThat(FragmentNumber.counterOf(made)).isEqualTo(1);
        assertThat(FragmentNumber.counterOf(published.toString())).isEqualTo(1);
    }

    @Test
    void keepsLargeCounters() {
        assertThat(FragmentNumber.counterOf(FragmentNumber.of(200_000_000_000L, 1, 1)))
                .isEqualTo(200_000_000_000L);
    }

    @Test
    void doesNotFailForOtherNumbers() {
        assertThat(FragmentNumber.counterOf("0")).isEqualTo(-1);
        assertThatCode(() -> FragmentNumber.counterOf("9".repeat(128))).doesNotThrowAnyException();
        assertThat(FragmentNumber.counterOf("9".repeat(129))).isEqualTo(-1);
    }

    @Test
    void dependsOnTheSeed() {
        assertThat(FragmentNumber.of(5, 6, 1)).isEqualTo(FragmentNumber.of(5, 6, 1));
        assertThat(FragmentNumber.of(5, 6, 1)).isNotEqualTo(FragmentNumber.of(5, 6, 2));
    }
}
