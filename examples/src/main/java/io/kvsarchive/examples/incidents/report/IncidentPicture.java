/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A camera's picture with what was found drawn in: the incident's own detection strongly and with
 * its score, the others thinly. Needs no display.
 */
public final class IncidentPicture {

    /** Red, green, blue. */
    private static final int[] BANDS = {0, 1, 2};

    private static final float QUALITY = 0.85f;

    /** Of the picture's height, so that text can be read in small pictures and large ones. */
    private static final double TEXT_SHARE = 0.05;

    private static final int MIN_TEXT = 12;

    private final BufferedImage image;
    private final double textSize;

    /**
     * Draws what was found.
     *
     * @param rgb three bytes for each pixel, row by row from the top
     * @param width in pixels
     * @param height in pixels
     * @param best the incident's best detection, which this is the picture of
     * @param found all detections of the picture
     * @throws IllegalArgumentException if there are not as many bytes as pixels need
     */
    public IncidentPicture(
            byte[] rgb, int width, int height, Detection best, List<Detection> found) {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "A picture of %s of %d x %d pixels has %d bytes, expected %d",
                            best.camera(),
                            width,
                            height,
                            rgb.length,
                            3L * width * height));
        }
        image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        textSize = Math.max(MIN_TEXT, TEXT_SHARE * height);
        image.setData(raster(rgb, width, height));
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        found.stream()
                .filter(detection -> !detection.equals(best))
                .forEach(other -> drawBox(graphics, other, 1));
        drawBox(graphics, best, 2);
        drawLabel(graphics, best);
        graphics.dispose();
    }

    private static Raster raster(byte[] rgb, int width, int height) {
        return Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length),
                width,
                height,
                BANDS.length * width,
                BANDS.length,
                BANDS,
                null);
    }

    /** In the label's colour on a white rim, so that it stands out from any picture. */
    private void drawBox(Graphics2D graphics, Detection detection, int weight) {
        float line = (float) (weight * textSize / 11);
        graphics.setColor(Color.WHITE);
        draw(graphics, detection.box(), new BasicStroke(line * 1.8f));
        graphics.setColor(LabelColour.of(detection.label()).strongColor());
        draw(graphics, detection.box(), new BasicStroke(line));
    }

    private void draw(Graphics2D graphics, Box box, Stroke stroke) {
        graphics.setStroke(stroke);
        int left = x(box.left());
        int top = y(box.top());
        graphics.drawRect(left, top, x(box.right()) - left, y(box.bottom()) - top);
    }

    private void drawLabel(Graphics2D graphics, Detection detection) {
        String text =
                String.format(
                        Locale.ROOT, "%s %.0f %%", detection.label(), 100 * detection.score());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, (int) Math.round(textSize)));
        FontMetrics metrics = graphics.getFontMetrics();
        int padding = (int) Math.round(textSize / 3);
        int width = metrics.stringWidth(text) + 2 * padding;
        int height = metrics.getHeight() + padding;
        int left = clamp(x(detection.box().left()), image.getWidth() - width);
        int top = clamp(y(detection.box().top()) - height, image.getHeight() - height);
        graphics.setColor(LabelColour.of(detection.label()).strongColor());
        graphics.fillRoundRect(left, top, width, height, padding, padding);
        graphics.setColor(Color.WHITE);
        graphics.drawString(text, left + padding, top + padding / 2 + metrics.getAscent());
    }

    private static int clamp(int value, int most) {
        return Math.max(0, Math.min(value, most));
    }

    private int x(double share) {
        return (int) Math.round(share * (image.getWidth() - 1));
    }

    private int y(double share) {
        return (int) Math.round(share * (image.getHeight() - 1));
    }

    /** The picture as it is kept. */
    public byte[] toJpeg() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeJpeg(bytes);
        return bytes.toByteArray();
    }

    /** Writes the picture as a JPEG file, and the directories that it needs. */
    public void writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, toJpeg());
    }

    private void writeJpeg(OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
    }
}
