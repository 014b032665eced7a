/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.kvsarchive.examples.incidents.Box;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * As the detectors of the YOLO family have it: one tensor with a row, or a column, of numbers for
 * each place in the picture, in pixels of the input.
 */
final class GridOutput implements ModelOutput {

    private static final int RANK = 3;

    /** What the numbers of a place are. */
    enum Layout {
        /** Columns of middle, size and a score for each class: [N, 4 + classes, places]. */
        SCORES_IN_COLUMNS,

        /**
         * Rows of middle, size, how sure that it is a thing, and classes: [N, places, 5 + classes].
         */
        OBJECTNESS_AND_SCORES,

        /** Rows of left, top, right, bottom, score and class: [N, places, 6]. */
        FINAL_BOXES
    }

    private final Layout layout;

    private GridOutput(Layout layout) {
        this.layout = layout;
    }

    static GridOutput of(OrtSession session, int labels, String modelName)
            throws DetectorException {
        try {
            if (session.getOutputInfo().values().iterator().next().getInfo()
                            instanceof TensorInfo tensor
                    && tensor.getShape().length == RANK) {
                long rows = tensor.getShape()[1];
                long columns = tensor.getShape()[2];
                if (labels > 0 && rows == 4 + labels) {
                    return new GridOutput(Layout.SCORES_IN_COLUMNS);
                }
                if (labels > 0 && columns == 5 + labels) {
                    return new GridOutput(Layout.OBJECTNESS_AND_SCORES);
                }
                if (columns == 6) {
                    return new GridOutput(Layout.FINAL_BOXES);
                }
                if (labels == 0 && rows > 4 && (rows < columns || columns < 0)) {
                    return new GridOutput(Layout.SCORES_IN_COLUMNS);
                }
                if (labels == 0 && columns > 5) {
                    return new GridOutput(Layout.OBJECTNESS_AND_SCORES);
                }
            }
            throw new DetectorException(
                    modelName
                            + " answers with "
                            + session.getOutputInfo().values()
                            + (labels > 0 ? " and has " + labels + " labels" : "")
                            + "; expected [N, 4 + labels, places], [N, places, 5 + labels] or [N,"
                            + " places, 6], or the tensors "
                            + String.join(", ", BoxesOutput.NAMES.stream().sorted().toList()));
        } catch (OrtException e) {
            throw new DetectorException(modelName + " does not tell how it answers", e);
        }
    }

    @Override
    public List<List<Candidate>> read(
            OrtSession.Result result, List<Letterbox> letterboxes, double leastScore)
            throws OrtException {
        OnnxTensor tensor = (OnnxTensor) result.get(0);
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer values = tensor.getFloatBuffer();
        int rows = (int) shape[1];
        int columns = (int) shape[2];
        List<List<Candidate>> pictures = new ArrayList<>();
        for (int i = 0; i < letterboxes.size(); i++) {
            values.position(i * rows * columns);
            float[] numbers = new float[rows * columns];
            values.get(numbers);
            pictures.add(candidates(numbers, rows, columns, letterboxes.get(i), leastScore));
        }
        return pictures;
    }

    private List<Candidate> candidates(
            float[] numbers, int rows, int columns, Letterbox letterbox, double leastScore) {
        boolean inColumns = layout == Layout.SCORES_IN_COLUMNS;
        int places = inColumns ? columns : rows;
        float[] place = new float[inColumns ? rows : columns];
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            for (int number = 0; number < place.length; number++) {
                place[number] =
                        inColumns ? numbers[number * columns + i] : numbers[i * columns + number];
            }
            Candidate candidate = candidate(place, letterbox);
            if (candidate.score() >= leastScore) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private Candidate candidate(float[] place, Letterbox letterbox) {
        if (layout == Layout.FINAL_BOXES) {
            Box box = letterbox.toPicture(place[0], place[1], place[2], place[3]);
            return new Candidate((int) place[5], place[4], box);
        }
        boolean hasObjectness = layout == Layout.OBJECTNESS_AND_SCORES;
        float[] scores = Arrays.copyOfRange(place, hasObjectness ? 5 : 4, place.length);
        int best = 0;
        for (int label = 1; label < scores.length; label++) {
            best = scores[label] > scores[best] ? label : best;
        }
        double halfWidth = place[2] / 2;
        double halfHeight = place[3] / 2;
        return new Candidate(
                best,
                hasObjectness ? place[4] * scores[best] : scores[best],
                letterbox.toPicture(
                        place[0] - halfWidth,
                        place[1] - halfHeight,
                        place[0] + halfWidth,
                        place[1] + halfHeight));
    }
}
