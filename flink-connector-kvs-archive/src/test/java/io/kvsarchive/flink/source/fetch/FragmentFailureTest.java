/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FragmentFailureTest {

    @Test
    void describesAFailureByItsMessage() {
        assertThat(FragmentFailure.describe(new IOException("Connection reset")))
                .isEqualTo("Connection reset");
    }

    @Test
    void describesAFailureWithoutAMessageByItsType() {
        assertThat(FragmentFailure.describe(new EOFException())).isEqualTo("EOFException");
    }
}
