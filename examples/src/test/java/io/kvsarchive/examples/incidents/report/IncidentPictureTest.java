/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentPictureTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final Color SKY = new Color(120, 180, 240);

    private final Detection best = detection("person", new Box(0.25, 0.25, 0.5, 0.75));
    private final Detection other = detection("car", new Box(0.6, 0.5, 0.9, 0.8));

    @Test
    void drawsBoxesInTheColoursOfTheirLabels() throws IOException {
        BufferedImage image =
                read(new IncidentPicture(sky(), WIDTH, HEIGHT, best, List.of(best, other)));

        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(image.getHeight()).isEqualTo(HEIGHT);
        assertNear(image, 160, 180, LabelColour.of("person").strongColor());
        assertNear(image, 320, 180, LabelColour.of("person").strongColor());
        assertNear(image, 240, 269, LabelColour.of("person").strongColor());
        assertNear(image, 240, 180, SKY);
        assertNear(image, 20, 20, SKY);
        assertThat(difference(image, 383, 240, SKY)).as("the other box").isGreaterThan(60);
    }

    @Test
    void namesTheBestAboveItsBox() throws IOException {
        BufferedImage image =
                read(new IncidentPicture(sky(), WIDTH, HEIGHT, best, List.of(best, other)));

        assertNear(image, 162, 80, LabelColour.of("person").strongColor());
        assertThat(difference(image, 386, 170, SKY)).as("above the other").isLessThan(20);
    }

    @Test
    void keepsTheNameInThePicture() throws IOException {
        Detection corner = detection("person", new Box(0.97, 0, 1, 0.3));
        BufferedImage image =
                read(new IncidentPicture(sky(), WIDTH, HEIGHT, corner, List.of(corner)));

        assertNear(image, 560, 3, LabelColour.of("person").strongColor());
    }

    @Test
    void writesTheSameFile(@TempDir Path directory) throws IOException {
        IncidentPicture picture = new IncidentPicture(sky(), WIDTH, HEIGHT, best, List.of());

        picture.writeTo(directory.resolve("pictures/1.jpg"));

        assertThat(directory.resolve("pictures/1.jpg")).hasBinaryContent(picture.toJpeg());
    }

    @Test
    void refusesPixelsThatAreNotAll() {
        assertThatThrownBy(() -> new IncidentPicture(new byte[12], 2, 3, best, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture of gate of 2 x 3 pixels has 12 bytes, expected 18");
    }

    @Test
    void letsWhiteTextStandOutFromEachColour() {
        assertThat(LabelColour.all())
                .allSatisfy(
                        colour ->
                                assertThat(1.05 / (luminance(colour.strongColor()) + 0.05))
                                        .as(colour.style())
                                        .isGreaterThan(4.5));
    }

    @Test
    void givesFrequentLabelsColoursOfTheirOwn() {
        assertThat(List.of("person", "car", "parcel", "truck", "bicycle", "dog", "bus", "cat"))
                .extracting(LabelColour::of)
                .doesNotHaveDuplicates();
        assertThat(LabelColour.of("zebra")).isEqualTo(LabelColour.of("zebra"));
    }

    private static Detection detection(String label, Box box) {
        return new Detection("gate", Instant.EPOCH, label, 0.9, box, 0);
    }

    private static byte[] sky() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int place = 0; place < rgb.length; place += 3) {
            rgb[place] = (byte) SKY.getRed();
            rgb[place + 1] = (byte) SKY.getGreen();
            rgb[place + 2] = (byte) SKY.getBlue();
        }
        return rgb;
    }

    private static BufferedImage read(IncidentPicture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.toJpeg()));
    }

    private static void assertNear(BufferedImage image, int x, int y, Color color) {
        assertThat(difference(image, x, y, color)).as("at %d, %d", x, y).isLessThan(60);
    }

    /** The sum over red, green and blue. */
    private static int difference(BufferedImage image, int x, int y, Color color) {
        Color drawn = new Color(image.getRGB(x, y));
        return Math.abs(drawn.getRed() - color.getRed())
                + Math.abs(drawn.getGreen() - color.getGreen())
                + Math.abs(drawn.getBlue() - color.getBlue());
    }

    private static double luminance(Color color) {
        double[] linear =
                Arrays.stream(new int[] {color.getRed(), color.getGreen(), color.getBlue()})
                        .mapToDouble(part -> part / 255.0)
                        .map(
                                part ->
                                        part <= 0.04045
                                                ? part / 12.92
                                                : Math.pow((part + 0.055) / 1.055, 2.4))
                        .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
}
