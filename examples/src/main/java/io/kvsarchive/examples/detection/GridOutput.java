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
import java.util.Optional;

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

    private final int labels;
    private final String modelName;

    private GridOutput(int labels, String modelName) {
        this.labels = labels;
        this.modelName = modelName;
    }

    /**
     * Refuses at once what no answer can make understood. Exports may leave rows and columns open
     * though they never change, so that only an answer tells the layout.
     */
    static GridOutput of(OrtSession session, int labels, String modelName)
            throws DetectorException {
        try {
            GridOutput output = new GridOutput(labels, modelName);
            if (session.getOutputInfo().values().iterator().next().getInfo()
                    instanceof TensorInfo tensor) {
                long[] shape = tensor.getShape();
                boolean isOpen = shape.length == RANK && shape[1] < 0 && shape[2] < 0;
                if (isOpen || output.layout(shape).isPresent()) {
                    return output;
                }
            }
            throw output.unknown(session.getOutputInfo().values().toString());
        } catch (OrtException e) {
            throw new DetectorException(modelName + " does not tell how it answers", e);
        }
    }

    private Optional<Layout> layout(long[] shape) {
        if (shape.length != RANK) {
            return Optional.empty();
        }
        long rows = shape[1];
        long columns = shape[2];
        if (labels > 0 && rows == 4 + labels) {
            return Optional.of(Layout.SCORES_IN_COLUMNS);
        }
        if (labels > 0 && columns == 5 + labels) {
            return Optional.of(Layout.OBJECTNESS_AND_SCORES);
        }
        if (columns == 6) {
            return Optional.of(Layout.FINAL_BOXES);
        }
        if (labels == 0 && rows > 4 && (rows < columns || columns < 0)) {
            return Optional.of(Layout.SCORES_IN_COLUMNS);
        }
        if (labels == 0 && columns > 5) {
            return Optional.of(Layout.OBJECTNESS_AND_SCORES);
        }
        return Optional.empty();
    }

    private DetectorException unknown(String answer) {
        return new DetectorException(
                ("%s answers with %s%s; expected [N, 4 + labels, places], [N, places, 5 +"
                                + " labels] or [N, places, 6], or the tensors %s")
                        .formatted(
                                modelName,
                                answer,
                                labels > 0 ? " and has " + labels + " labels" : "",
                                String.join(", ", BoxesOutput.NAMES.stream().sorted().toList())));
    }

    @Override
    public List<List<Candidate>> read(
            OrtSession.Result result, List<Letterbox> letterboxes, double leastScore)
            throws OrtException, DetectorException {
        OnnxTensor tensor = (OnnxTensor) result.get(0);
        long[] shape = tensor.getInfo().getShape();
        Layout layout = layout(shape).orElseThrow(() -> unknown(Arrays.toString(shape)));
        FloatBuffer values = tensor.getFloatBuffer();
        int rows = (int) shape[1];
        int columns = (int) shape[2];
        List<List<Candidate>> pictures = new ArrayList<>();
        for (int i = 0; i < letterboxes.size(); i++) {
            values.position(i * rows * columns);
            float[] numbers = new float[rows * columns];
            values.get(numbers);
            pictures.add(
                    candidates(layout, numbers, rows, columns, letterboxes.get(i), leastScore));
        }
        return pictures;
    }

    private static List<Candidate> candidates(
            Layout layout,
            float[] numbers,
            int rows,
            int columns,
            Letterbox letterbox,
            double leastScore) {
        boolean isInColumns = layout == Layout.SCORES_IN_COLUMNS;
        int places = isInColumns ? columns : rows;
        float[] place = new float[isInColumns ? rows : columns];
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            for (int number = 0; number < place.length; number++) {
                place[number] =
                        isInColumns ? numbers[number * columns + i] : numbers[i * columns + number];
            }
            Candidate candidate = candidate(layout, place, letterbox);
            if (candidate.score() >= leastScore) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static Candidate candidate(Layout layout, float[] place, Letterbox letterbox) {
        if (layout == Layout.FINAL_BOXES) {
            Box box = letterbox.toPicture(place[0], place[1], place[2], place[3]);
            return new Candidate((int) place[5], place[4], box);
        }
        boolean hasObjectness = layout == Layout.OBJECTNESS_AND_SCORES;
        int first = hasObjectness ? 5 : 4;
        int best = first;
        for (int i = first + 1; i < place.length; i++) {
            best = place[i] > place[best] ? i : best;
        }
        double halfWidth = place[2] / 2;
        double halfHeight = place[3] / 2;
        return new Candidate(
                best - first,
                hasObjectness ? place[4] * place[best] : place[best],
                letterbox.toPicture(
                        place[0] - halfWidth,
                        place[1] - halfHeight,
                        place[0] + halfWidth,
                        place[1] + halfHeight));
    }
}
