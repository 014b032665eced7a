/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.LoggedEvents;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedMessagesTest {

    private static final String LOGGER = RepeatedMessagesTest.class.getName();
    private static final int MAX_KEYS = 1_000;

    /** Readings of the clock may be negative, and overflow. */
    private long nanos = Long.MAX_VALUE - 1;

    private final RepeatedMessages messages =
            new RepeatedMessages(LoggerFactory.getLogger(LOGGER), () -> nanos);
    private final LoggedEvents logged = new LoggedEvents();

    @BeforeEach
    void logInfo() {
        Configurator.setLevel(LOGGER, Level.INFO);
    }

    @AfterEach
    void stop() {
        logged.close();
    }

    @Test
    void writesTheFirstMessageOfEachKeyAtOnce() {
        messages.info("camera throttled", "Stream '{}': refused, since {}", "camera", "too much");
        messages.warn("door throttled", "Stream '{}': refused", "door");

        assertThat(lines())
                .containsExactly(
                        "INFO Stream 'camera': refused, since too much",
                        "WARN Stream 'door': refused");
    }

    @Test
    void writesOneLineAMinuteAndTellsHowManyItStandsFor() {
        messages.info("key", "refused {}", 1);
        pass(Duration.ofSeconds(30));
        messages.info("key", "refused {}", 2);
        pass(Duration.ofSeconds(30).minusNanos(1));
        messages.info("key", "refused {}", 3);
        assertThat(lines()).containsExactly("INFO refused 1");

        pass(Duration.ofNanos(1));
        messages.info("key", "refused {}", 4);

        assertThat(lines())
                .containsExactly("INFO refused 1", "INFO refused 4 (2 more since the last line)");
    }

    @Test
    void countsAnewAfterEachLine() {
        for (int i = 0; i < 3; i++) {
            messages.info("key", "refused");
            messages.info("key", "refused");
            pass(Duration.ofMinutes(1));
        }

        assertThat(lines())
                .containsExactly(
                        "INFO refused",
                        "INFO refused (1 more since the last line)",
                        "INFO refused (1 more since the last line)");
    }

    @Test
    void tellsNoCountWhereNothingCameInBetween() {
        messages.info("key", "refused");
        pass(Duration.ofHours(1));
        messages.info("key", "refused");

        assertThat(lines()).containsExactly("INFO refused", "INFO refused");
    }

    @Test
    void writesBracesOfArgumentsAsTheyAre() {
        messages.info("key", "refused, since {}", "'{}' is no JSON");

        assertThat(lines()).containsExactly("INFO refused, since '{}' is no JSON");
    }

    @Test
    void forgetsTheKeyWhoseLineIsTheOldestWhereThereAreTooMany() {
        messages.info("0", "0");
        pass(Duration.ofSeconds(30));
        messages.info("1", "1");
        pass(Duration.ofSeconds(30));
        messages.info("0", "0 again");
        Configurator.setLevel(LOGGER, Level.WARN);
        for (int i = 2; i < MAX_KEYS; i++) {
            messages.info(Integer.toString(i), "one of many");
        }
        Configurator.setLevel(LOGGER, Level.INFO);
        messages.info("0", "0 is known");
        messages.info("2", "2 is known");

        messages.info("one too many", "one too many");
        messages.info("0", "0 is still known");
        messages.info("1", "1 was forgotten");

        assertThat(lines())
                .containsExactly(
                        "INFO 0",
                        "INFO 1",
                        "INFO 0 again",
                        "INFO one too many",
                        "INFO 1 was forgotten");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private List<String> lines() {
        return logged.stream()
                .filter(event -> event.getLoggerName().equals(LOGGER))
                .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
                .toList();
    }
}
