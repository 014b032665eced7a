/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.examples.incidents.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models see and how they say it is told in make_models.py. */
class DetectorTest {

    private static final double TOLERANCE = 1e-5;
    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;

    @TempDir private Path directory;

    @AfterEach
    void allSessionsAreClosed() {
        assertThat(SharedSession.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"scores-in-columns.onnx", "objectness-and-scores.onnx", "final-boxes.onnx"})
    void understandsEachLayout(String model) throws Exception {
        try (Detector detector = new Detector(settings(model, List.of(), 0.5))) {
            assertSeesADog(detector, "dog");
        }
    }

    @Test
    void understandsModelsOfTensorFlow() throws Exception {
        try (Detector detector =
                new Detector(settings("tensorflow.onnx", List.of("cat", "dog"), 0.5))) {
            assertSeesADog(detector, "dog");
        }
    }

    @Test
    void takesTheLabelsThatItIsGiven() throws Exception {
        try (Detector detector =
                new Detector(settings("scores-in-columns.onnx", List.of("Katze", "Hund"), 0.5))) {
            assertSeesADog(detector, "Hund");
        }
    }

    @Test
    void numbersClassesWithoutNames() throws Exception {
        try (Detector detector = new Detector(settings("without-names.onnx", List.of(), 0.5))) {
            assertSeesADog(detector, "class 1");
        }
    }

    @Test
    void tellsWhatIsAsSureAsIsAskedFor() throws Exception {
        try (Detector detector =
                new Detector(settings("scores-in-columns.onnx", List.of(), 0.25))) {
            assertThat(detector.detect(List.of(picture(RED, 100, 100))).get(0))
                    .extracting(Detected::label)
                    .containsExactly("dog", "cat");
        }
    }

    /** The picture is 64 pixels wide in an input of 128, between gray bars of 114 of 255. */
    @Test
    void givesTheModelPicturesInRedGreenAndBlueBetweenGrayBars() throws Exception {
        try (Detector detector = new Detector(settings("mean-color.onnx", List.of(), 0.5))) {
            List<List<Detected>> found =
                    detector.detect(List.of(picture(RED, 100, 100), picture(GREEN, 300, 300)));

            assertThat(found).extracting(List::size).containsExactly(1, 1);
            assertThat(found.get(0).get(0).label()).isEqualTo("red");
            assertThat(found.get(1).get(0).label()).isEqualTo("green");
            for (List<Detected> ofPicture : found) {
                assertThat(ofPicture.get(0).score())
                        .isCloseTo((255 + 114) / 2.0 / 255, within(TOLERANCE));
            }
        }
    }

    @Test
    void looksAtMorePicturesThanItTakesAtATime() throws Exception {
        List<Picture> pictures = new ArrayList<>(Collections.nCopies(39, picture(RED, 10, 10)));
        pictures.set(20, picture(GREEN, 10, 10));

        try (Detector detector = new Detector(settings("mean-color.onnx", List.of(), 0.5))) {
            List<List<Detected>> found = detector.detect(pictures);

            assertThat(found).hasSize(39);
            for (int i = 0; i < 39; i++) {
                assertThat(found.get(i).get(0).label()).isEqualTo(i == 20 ? "green" : "red");
            }
        }
    }

    @Test
    void sharesOneSession() throws Exception {
        try (Detector one = new Detector(settings("mean-color.onnx", List.of(), 0.5))) {
            try (Detector other = new Detector(settings("mean-color.onnx", List.of(), 0.1))) {
                assertThat(SharedSession.count()).isEqualTo(1);
                assertThat(other.detect(List.of(picture(RED, 10, 10))).get(0)).isNotEmpty();
            }
            assertThat(one.detect(List.of(picture(RED, 10, 10))).get(0)).hasSize(1);
        }
    }

    @Test
    void saysWhatAModelLacks() throws Exception {
        Path text = Files.writeString(directory.resolve("model.onnx"), "no model");

        assertFails(text.toString(), "is no ONNX model that onnxruntime can run");
        assertFails(directory.resolve("missing.onnx").toString(), "missing.onnx can't be read");
        assertFails(model("unknown-output.onnx"), "expected [N, 4 + labels, places]");
        assertFails(model("unknown-input.onnx"), "expected one tensor of floats or unsigned bytes");
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DetectorSettings(null, List.of(), 0, 1))
                .withMessage("The least score is 0.0, expected more than 0 and at most 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DetectorSettings(null, List.of(), 0.5, 0))
                .withMessage("There are 0 threads for a picture, expected at least 1");
    }

    private static void assertFails(String file, String message) {
        assertThatThrownBy(() -> new Detector(new DetectorSettings(file, List.of(), 0.5, 1)))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }

    private static void assertSeesADog(Detector detector, String label) throws Exception {
        List<Detected> found = detector.detect(List.of(picture(RED, 100, 100))).get(0);

        assertThat(found).hasSize(1);
        Detected dog = found.get(0);
        assertThat(dog.label()).isEqualTo(label);
        assertThat(dog.score()).isCloseTo(0.9, within(TOLERANCE));
        Box box = dog.box();
        assertThat(List.of(box.left(), box.top(), box.right(), box.bottom()))
                .usingComparatorForType(
                        (a, b) -> Math.abs(a - b) < TOLERANCE ? 0 : Double.compare(a, b),
                        Double.class)
                .isEqualTo(List.of(0.25, 0.25, 0.75, 0.75));
    }

    private static DetectorSettings settings(String model, List<String> labels, double leastScore)
            throws Exception {
        return new DetectorSettings(model(model), labels, leastScore, 1);
    }

    private static String model(String name) throws Exception {
        return Path.of(DetectorTest.class.getResource(name).toURI()).toString();
    }

    private static Picture picture(int color, int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) (color >> 16);
            pixels[i + 1] = (byte) (color >> 8);
            pixels[i + 2] = (byte) color;
        }
        return new Picture(Instant.EPOCH, width, height, PixelFormat.RGB, pixels);
    }
}
