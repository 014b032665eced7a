/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.Picture;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.report.IncidentPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Gives detections pictures, but few: of each label, those in one picture of the fragment, which
 * has most of that label, and of several the one of which the model is surest.
 */
final class Snapshots {

    private final List<Picture> pictures;
    private final List<List<Detection>> found;

    /**
     * @param found what was found in each of the pictures
     */
    Snapshots(List<Picture> pictures, List<List<Detection>> found) {
        this.pictures = pictures;
        this.found = found;
    }

    /** All of them, in the order in which they came. */
    List<Detection> detections() throws IOException {
        Map<String, Integer> chosen = new TreeMap<>();
        for (String label : labels()) {
            chosen.put(label, bestPicture(label));
        }
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            for (Detection detection : found.get(i)) {
                boolean isChosen = Objects.equals(chosen.get(detection.label()), i);
                detections.add(isChosen ? detection.withPicture(draw(i, detection)) : detection);
            }
        }
        return detections;
    }

    private Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        found.forEach(ofPicture -> ofPicture.forEach(detection -> labels.add(detection.label())));
        return labels;
    }

    private int bestPicture(String label) {
        return IntStream.range(0, found.size())
                .boxed()
                .max(
                        Comparator.comparingLong((Integer i) -> count(i, label))
                                .thenComparingDouble(i -> score(i, label)))
                .orElseThrow();
    }

    private long count(int picture, String label) {
        return found.get(picture).stream()
                .filter(detection -> detection.label().equals(label))
                .count();
    }

    private double score(int picture, String label) {
        return found.get(picture).stream()
                .filter(detection -> detection.label().equals(label))
                .mapToDouble(detection -> detection.score() + detection.box().area())
                .sum();
    }

    private byte[] draw(int index, Detection detection) throws IOException {
        Picture picture = pictures.get(index);
        return new IncidentPicture(
                        picture.pixels(),
                        picture.width(),
                        picture.height(),
                        detection,
                        found.get(index))
                .toJpeg();
    }
}
