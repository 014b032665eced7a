/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.CHAIN_APPROX_SIMPLE;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.RETR_EXTERNAL;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.findContours;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_video.createBackgroundSubtractorMOG2;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.examples.incidents.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.BackgroundSubtractorMOG2;

/**
 * Finds what moves in the pictures of one fragment, by OpenCV's background subtraction.
 *
 * <p>The background is learned from all of the fragment's pictures before any of them is compared
 * with it. So each fragment stands for itself: fragments can be looked at in parallel and again
 * after a restart, with the same result.
 */
public final class MovementFinder {

    /** Movement is coarse: more pixels only make it slower. */
    private static final int WIDTH = 320;

    /** How many times the noise a pixel must differ, squared, as OpenCV suggests. */
    private static final double THRESHOLD = 16;

    private static final double MIN_REGION = 0.002;

    /** What moves in each of some pictures in RGB, which have one size and follow each other. */
    public List<Movement> find(List<Picture> pictures) {
        if (pictures.size() < 2) {
            return pictures.stream().map(MovementFinder::nothing).toList();
        }
        try (PointerScope scope = new PointerScope()) {
            List<Mat> small = pictures.stream().map(MovementFinder::toSmallGray).toList();
            BackgroundSubtractorMOG2 background =
                    createBackgroundSubtractorMOG2(pictures.size(), THRESHOLD, false);
            Mat mask = new Mat();
            for (int learned = 1; learned <= small.size(); learned++) {
                background.apply(small.get(learned - 1), mask, 1.0 / learned);
            }
            List<Movement> movements = new ArrayList<>();
            for (Mat picture : small) {
                background.apply(picture, mask, 0);
                movements.add(movement(mask));
            }
            return movements;
        }
    }

    private static Movement nothing(Picture picture) {
        return new Movement(1, 1, new byte[1], List.of());
    }

    private static Mat toSmallGray(Picture picture) {
        Mat rgb =
                new Mat(
                        picture.height(),
                        picture.width(),
                        CV_8UC3,
                        new BytePointer(picture.pixels()));
        Mat gray = new Mat();
        cvtColor(rgb, gray, COLOR_RGB2GRAY);
        if (picture.width() <= WIDTH) {
            return gray;
        }
        Mat small = new Mat();
        int height = Math.max(1, picture.height() * WIDTH / picture.width());
        resize(gray, small, new Size(WIDTH, height), 0, 0, INTER_AREA);
        return small;
    }

    private static Movement movement(Mat mask) {
        Mat clean = new Mat();
        morphologyEx(mask, clean, MORPH_OPEN, square(3));
        morphologyEx(clean, clean, MORPH_CLOSE, square(9));
        byte[] bytes = new byte[clean.rows() * clean.cols()];
        new Mat(clean.rows(), clean.cols(), CV_8UC1, clean.data()).data().get(bytes);
        return new Movement(clean.cols(), clean.rows(), bytes, regions(clean));
    }

    private static Mat square(int side) {
        return getStructuringElement(MORPH_RECT, new Size(side, side));
    }

    private static List<Box> regions(Mat mask) {
        MatVector contours = new MatVector();
        findContours(mask, contours, RETR_EXTERNAL, CHAIN_APPROX_SIMPLE);
        List<Box> regions = new ArrayList<>();
        for (Mat contour : contours.get()) {
            Box region = box(boundingRect(contour), mask);
            if (region.area() >= MIN_REGION) {
                regions.add(region);
            }
        }
        regions.sort(Comparator.comparingDouble(Box::area).reversed());
        return regions;
    }

    private static Box box(Rect rect, Mat mask) {
        double width = mask.cols();
        double height = mask.rows();
        return new Box(
                rect.x() / width,
                rect.y() / height,
                (rect.x() + rect.width()) / width,
                (rect.y() + rect.height()) / height);
    }
}
