/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.LoggedEvents;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import java.io.IOException;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class LostDataTest {

    @Test
    void failsTheJobWithWhatIsLostAndWhatCanBeDone() {
        IOException reason = new IOException("outside of the retention period");
        LostData lostData = new LostData(LostFragmentPolicy.FAIL);

        assertThatThrownBy(() -> lostData.goOnWithout("It is gone.", Optional.of(reason)))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage(
                        "It is gone. Begin at a later time, or set the option 'on-lost-fragment'"
                                + " to 'skip' to read what is left. outside of the retention"
                                + " period")
                .hasCause(reason);
        assertThatThrownBy(() -> lostData.goOnWithout("It is gone.", Optional.empty()))
                .isInstanceOf(UnavailableDataException.class)
                .hasMessage(
                        "It is gone. Begin at a later time, or set the option 'on-lost-fragment'"
                                + " to 'skip' to read what is left.")
                .hasNoCause();
    }

    @Test
    void warnsAndGoesOnWhereLossesAreSkipped() throws Exception {
        try (LoggedEvents log = new LoggedEvents()) {
            new LostData(LostFragmentPolicy.SKIP).goOnWithout("It is gone.", Optional.empty());

            assertThat(log.stream())
                    .anySatisfy(
                            event -> {
                                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                                assertThat(event.getMessage().getFormattedMessage())
                                        .isEqualTo(
                                                "It is gone. The job goes on with what is left.");
                            });
        }
    }
}
