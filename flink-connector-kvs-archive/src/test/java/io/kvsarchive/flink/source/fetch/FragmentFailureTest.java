/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
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

    @Test
    void cutsALongMessage() {
        assertThat(FragmentFailure.describe(new IOException("x".repeat(300))))
                .isEqualTo("x".repeat(300));
        assertThat(FragmentFailure.describe(new IOException("x".repeat(301))))
                .isEqualTo("x".repeat(300) + "...");
    }

    @Test
    void escapesWhatWouldBreakTheLineOfTheLog() {
        assertThat(
                        FragmentFailure.describe(
                                new IOException("a\nb\r\u001b[2Jc\u202ed\u2028\u00e9$1")))
                .isEqualTo("a\\u000ab\\u000d\\u001b[2Jc\\u202ed\\u2028\u00e9$1");
    }

    /** What helps against it stands at the end. */
    @Test
    void keepsTheWholeMessageOfARefusal() {
        String message = "x".repeat(1_000) + ". Check the network.";

        assertThat(
                        FragmentFailure.describe(
                                FakeArchiveService.error(ServiceErrorKind.UNAVAILABLE, message)))
                .isEqualTo(message);
    }

    @Test
    void cutsAndEscapesWhatTheServiceSaysWithinABody() {
        assertThat(
                        FragmentFailure.describe(
                                new FragmentResult.InBandError(
                                        Optional.of("7\n8"), "CODE", "why\n" + "x".repeat(400))))
                .isEqualTo(
                        "the service could not deliver fragment 7\\u000a8: CODE why\\u000a"
                                + "x".repeat(291)
                                + "...");
    }

    @Test
    void describesAnErrorThatNamesNoFragment() {
        assertThat(
                        FragmentFailure.describe(
                                new FragmentResult.InBandError(Optional.empty(), "CODE", "")))
                .isEqualTo("the service could not deliver a fragment: CODE");
    }
}
