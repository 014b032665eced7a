/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvsarchive.examples.recordings.RecordedTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it. */
class ReportPageITCase {

    private static final Instant START = Instant.parse("2026-02-26T21:40:00Z");
    private static final Path SCREENSHOTS = Path.of("target", "report-screenshots");

    @TempDir private static Path profile;
    private static Chromium chromium;

    @TempDir private Path directory;

    @BeforeAll
    static void startBrowser() throws Exception {
        chromium = new Chromium(profile);
    }

    @AfterAll
    static void stopBrowser() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
    void showsTheSample(int width, String colorScheme) throws Exception {
        SampleReport.ofSample(directory).writeTo(directory);

        JsonNode page = show(directory, width, colorScheme, "sample");

        assertThatNothingIsWrong(page);
        assertThat(texts(page, "cards"))
                .containsExactly(
                        "person 09:26:58 – 09:27:09 10.6 s",
                        "parcel 09:27:03 – 09:27:27 23.3 s",
                        "person 09:27:22 – 09:27:32 9.6 s",
                        "car 09:26:53 – 09:27:21 27.4 s",
                        "person 09:27:02 – 09:27:12 9.6 s",
                        "car 09:27:25 – 09:27:31 5.6 s");
        assertThat(page.get("pictures").asInt()).isEqualTo(6);
        assertThat(page.get("marks").asInt()).isEqualTo(6);
        assertThat(texts(page, "headings"))
                .containsExactly(
                        "front-door and parking-lot",
                        "Timelines",
                        "front-door",
                        "parking-lot",
                        "Incidents",
                        "front-door",
                        "person",
                        "parcel",
                        "person",
                        "parking-lot",
                        "car",
                        "person",
                        "car");
        assertThat(page.get("text").asText())
                .contains("14 March 2025, 09:26:50 – 09:27:38 UTC")
                .contains("6 incidents in 1 min 32 s of video from 2 cameras.")
                .contains("car 2 parcel 1 person 3");
    }

    @Test
    void leadsFromAMarkToItsCard() throws Exception {
        SampleReport.ofSample(directory).writeTo(directory);
        show(directory, 1280, "light", "sample");

        JsonNode seen =
                chromium.evaluate(
                        """
                        (() => {
                          const mark = [...document.querySelectorAll('.mark')]
                              .find(each => each.title.startsWith('parcel'));
                          mark.click();
                          const card = document.querySelector(':target');
                          const place = card.getBoundingClientRect();
                          return [card.querySelector('h4').innerText.trim(),
                              place.top >= 0 && place.bottom <= innerHeight];
                        })()
                        """);

        assertThat(seen.get(0).asText()).isEqualTo("parcel");
        assertThat(seen.get(1).asBoolean()).as("it is in sight").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void escapesWhatItIsGiven(int width) throws Exception {
        String name = "<img src=x onerror=alert(1)>\"'&{{title}}</style><script>alert(2)</script>";
        new IncidentReport(
                        List.of(
                                new ReportedCamera(
                                        name, SampleReport.recorded(START, START.plusSeconds(90)))),
                        List.of(
                                SampleReport.incident(
                                        directory, name, name, START, START.plusSeconds(9))))
                .writeTo(directory);

        JsonNode page = show(directory, width, "light", "escaped");

        assertThatNothingIsWrong(page);
        assertThat(texts(page, "headings"))
                .containsExactly(name, "Timelines", name, "Incidents", name, name);
        assertThat(page.get("scripts").asInt()).isZero();
        assertThat(page.get("pictures").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void findsRoomForLongNames(int width) throws Exception {
        String name = "Warehouse-17-loading-dock-north-east-corner".repeat(5);
        new IncidentReport(
                        List.of(
                                new ReportedCamera(
                                        name, SampleReport.recorded(START, START.plusSeconds(1)))),
                        List.of(
                                SampleReport.incident(
                                        directory, name, name, START, START.plusSeconds(1))))
                .writeTo(directory);

        assertThatNothingIsWrong(show(directory, width, "light", "long-names"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void saysThatNothingWasFound(int width) throws Exception {
        new IncidentReport(
                        List.of(
                                new ReportedCamera(
                                        "gate",
                                        SampleReport.recorded(START, START.plusSeconds(90))),
                                new ReportedCamera("yard", RecordedTime.NONE)),
                        List.of())
                .writeTo(directory);

        JsonNode page = show(directory, width, "light", "nothing");

        assertThatNothingIsWrong(page);
        assertThat(page.get("text").asText())
                .contains("Nothing was found in 1 min 30 s of video from 2 cameras.")
                .contains("Nothing recorded");
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void saysThatThereIsNothing(int width) throws Exception {
        new IncidentReport(List.of(new ReportedCamera("gate", RecordedTime.NONE)), List.of())
                .writeTo(directory);

        assertThatNothingIsWrong(show(directory, width, "light", "nothing-recorded"));
    }

    @ParameterizedTest
    @CsvSource({
        "1280, PT30S",
        "360, PT30S",
        "1280, PT3M",
        "360, PT47M",
        "1280, PT7H",
        "360, PT7H",
        "1280, PT40H",
        "360, P12D",
        "1280, P100D",
        "360, P100D",
        "1280, P4000D"
    })
    void marksTimesThatCanBeRead(int width, Duration duration) throws Exception {
        Duration atLeast = duration.plusSeconds(61);
        SampleReport.ofMany(directory, START, atLeast, 2, 60).writeTo(directory);

        JsonNode page = show(directory, width, "light", "range-" + duration);

        assertThatNothingIsWrong(page);
        assertThat(texts(page, "cards")).hasSize(60);
        assertThat(texts(page, "ticks")).hasSizeBetween(2, 7);
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "360, dark"})
    void collapsesWhatIsTooMuch(int width, String colorScheme) throws Exception {
        SampleReport.ofMany(directory, START, Duration.ofDays(12), 3, 3_000).writeTo(directory);

        JsonNode closed = show(directory, width, colorScheme, "many");
        chromium.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
        JsonNode open = look();

        assertThatNothingIsWrong(closed);
        assertThat(texts(closed, "cards")).isEmpty();
        assertThat(closed.get("groups").asInt()).isBetween(3, 90);
        assertThatNothingIsWrong(open);
        assertThat(texts(open, "cards")).hasSize(3_000);
    }

    private static JsonNode show(Path directory, int width, String colorScheme, String name)
            throws Exception {
        chromium.open(
                directory.resolve(IncidentReport.PAGE),
                width,
                width > 600 ? 900 : 780,
                colorScheme);
        JsonNode page = look();
        chromium.writeScreenshot(
                SCREENSHOTS.resolve(name + "-" + width + "-" + colorScheme + ".png"));
        return page;
    }

    private static JsonNode look() throws Exception {
        return chromium.evaluate(script());
    }

    private static String script() throws IOException {
        try (var in = ReportPageITCase.class.getResourceAsStream("look-at-report.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertThatNothingIsWrong(JsonNode page) {
        assertThat(texts(page, "wrong")).isEmpty();
    }

    private static List<String> texts(JsonNode page, String field) {
        List<String> texts = new ArrayList<>();
        page.get(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
