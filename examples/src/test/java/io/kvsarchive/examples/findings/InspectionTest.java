/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.examples.detection.Detector;
import io.kvsarchive.examples.detection.DetectorSettings;
import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The model sees a dog in the middle of each picture, whatever is there. A square of 40 pixels
 * moves 40 pixels to the right from one picture to the next.
 */
class InspectionTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int SIDE = 40;
    private static final int PICTURES = 10;
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double DOG_LEFT = 0.375;

    private Detector detector;

    @BeforeEach
    void loadModel() throws Exception {
        Path model = Path.of(Detector.class.getResource("final-boxes.onnx").toURI());
        detector = new Detector(new DetectorSettings(model.toString(), List.of(), 0.5, 1));
    }

    @AfterEach
    void closeModel() throws Exception {
        detector.close();
    }

    @Test
    void findsWhatTheModelKnowsAndWhatMovesBesides() throws Exception {
        List<List<Detection>> found = new Inspection(detector).of("yard", pictures(10));

        assertThat(found).hasSize(PICTURES);
        for (int i = 0; i < PICTURES; i++) {
            List<Detection> ofPicture = found.get(i);
            assertThat(ofPicture)
                    .as("picture " + i)
                    .extracting(Detection::label)
                    .containsExactly("dog", "movement");
            assertThat(ofPicture)
                    .allSatisfy(detection -> assertThat(detection.camera()).isEqualTo("yard"))
                    .extracting(Detection::timestamp)
                    .containsOnly(START.plusMillis(200L * i));
            assertThat(ofPicture.get(0).movement()).as("the dog sits still").isZero();
            Box square = ofPicture.get(1).box();
            assertThat(square.left()).isCloseTo((100.0 + i * SIDE) / WIDTH, within(0.02));
            assertThat(square.top()).isCloseTo(10.0 / HEIGHT, within(0.02));
            assertThat(ofPicture.get(1).movement()).isGreaterThan(0.5);
        }
    }

    /** What moves where the dog is, is the dog. */
    @Test
    void tellsOfNoOtherMovementWhereTheModelKnowsWhatItIs() throws Exception {
        List<List<Detection>> found = new Inspection(detector).of("yard", pictures(140));

        for (int i = 0; i < PICTURES; i++) {
            double left = 100 + i * SIDE;
            boolean isInDog = left + SIDE > DOG_LEFT * WIDTH && left < (1 - DOG_LEFT) * WIDTH;
            assertThat(found.get(i))
                    .as("picture " + i)
                    .extracting(Detection::label)
                    .containsExactlyElementsOf(
                            isInDog ? List.of("dog") : List.of("dog", "movement"));
            if (isInDog && left > DOG_LEFT * WIDTH && left + SIDE < (1 - DOG_LEFT) * WIDTH) {
                assertThat(found.get(i).get(0).movement())
                        .isCloseTo((double) SIDE * SIDE / (160 * 160), within(0.03));
            }
        }
    }

    @Test
    void givesOneDetectionOfEachLabelAPicture() throws Exception {
        List<Picture> pictures = pictures(10);
        List<List<Detection>> found = new Inspection(detector).of("yard", pictures);

        List<Detection> detections = new Snapshots(pictures, found).detections();

        assertThat(detections)
                .extracting(Detection::withoutPicture)
                .containsExactlyElementsOf(found.stream().flatMap(List::stream).toList());
        List<Detection> shown = detections.stream().filter(Detection::hasPicture).toList();
        assertThat(shown).extracting(Detection::label).containsExactlyInAnyOrder("dog", "movement");
        for (Detection detection : shown) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(detection.picture()));
            assertThat(image.getWidth()).isEqualTo(WIDTH);
            assertThat(image.getHeight()).isEqualTo(HEIGHT);
        }
    }

    private static List<Picture> pictures(int top) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] pixels = new byte[3 * WIDTH * HEIGHT];
            Arrays.fill(pixels, (byte) 90);
            int left = 100 + i * SIDE;
            for (int y = top; y < top + SIDE; y++) {
                int row = 3 * (y * WIDTH + left);
                Arrays.fill(pixels, row, row + 3 * SIDE, (byte) 220);
            }
            pictures.add(
                    new Picture(
                            START.plusMillis(200L * i), WIDTH, HEIGHT, PixelFormat.RGB, pixels));
        }
        return pictures;
    }
}
