/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FragmentToReadTest {

    @Test
    void tellsUsersAllThatTheListingTold() {
        Instant producer = Instant.parse("2025-03-14T09:26:53.589Z");
        Instant server = Instant.parse("2025-03-14T09:26:54.001Z");
        FragmentToRead fragment =
                new FragmentToRead("7", producer.toEpochMilli(), server.toEpochMilli(), 4711, 1796);

        assertThat(fragment.toArchivedFragment("camera"))
                .isEqualTo(
                        new ArchivedFragment(
                                "camera", "7", producer, server, 4711, Duration.ofMillis(1796)));
    }
}
