/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.examples.incidents.Box;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A wall with some noise, a chest that stands, and a ball that rolls 32 pixels a picture. */
class MovementFinderTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int PICTURES = 10;
    private static final int SIDE = 40;
    private static final int STEP = 32;
    private static final double HALF_A_STEP = 0.025;

    private final Random random = new Random(5);

    @Test
    void findsWhatMovesInEachPicture() {
        List<Movement> movements = new MovementFinder().find(pictures(SIDE));

        assertThat(movements).hasSize(PICTURES);
        for (int i = 0; i < PICTURES; i++) {
            Movement movement = movements.get(i);
            Box ball = box(100 + i * STEP, 200, SIDE);
            assertThat(movement.regions()).as("regions of picture " + i).hasSize(1);
            Box region = movement.regions().get(0);
            assertThat(region.left()).isCloseTo(ball.left(), within(HALF_A_STEP));
            assertThat(region.top()).isCloseTo(ball.top(), within(HALF_A_STEP));
            assertThat(region.right()).isCloseTo(ball.right(), within(HALF_A_STEP));
            assertThat(region.bottom()).isCloseTo(ball.bottom(), within(HALF_A_STEP));
            assertThat(movement.within(ball)).isGreaterThan(0.5);
            assertThat(movement.within(box(40, 40, SIDE))).as("the chest").isZero();
            assertThat(movement.within(new Box(0, 0, 1, 1)))
                    .isCloseTo(ball.area(), within(ball.area() / 2));
        }
    }

    @Test
    void findsNothingWhereNothingMoves() {
        assertThat(new MovementFinder().find(pictures(0)))
                .hasSize(PICTURES)
                .allSatisfy(movement -> assertThat(movement.regions()).isEmpty());
    }

    /** There is nothing that one picture could be compared with. */
    @Test
    void findsNothingInASinglePicture() {
        List<Movement> movements = new MovementFinder().find(pictures(SIDE).subList(0, 1));

        assertThat(movements).hasSize(1);
        assertThat(movements.get(0).regions()).isEmpty();
        assertThat(movements.get(0).within(box(100, 200, SIDE))).isZero();
    }

    private static Box box(double left, double top, double side) {
        return new Box(left / WIDTH, top / HEIGHT, (left + side) / WIDTH, (top + side) / HEIGHT);
    }

    private List<Picture> pictures(int ballSide) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] pixels = new byte[3 * WIDTH * HEIGHT];
            for (int pixel = 0; pixel < pixels.length; pixel++) {
                pixels[pixel] = (byte) (120 + random.nextInt(5));
            }
            fill(pixels, 40, 40, SIDE, 30);
            fill(pixels, 100 + i * STEP, 200, ballSide, 220);
            pictures.add(
                    new Picture(
                            Instant.ofEpochMilli(200L * i),
                            WIDTH,
                            HEIGHT,
                            PixelFormat.RGB,
                            pixels));
        }
        return pictures;
    }

    private static void fill(byte[] pixels, int left, int top, int side, int brightness) {
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    pixels[3 * (y * WIDTH + x) + channel] = (byte) brightness;
                }
            }
        }
    }
}
