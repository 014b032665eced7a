/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * As TensorFlow's object detection models have it: boxes of top, left, bottom and right in shares
 * of the input, the surest first, with scores, and classes that are counted from 1.
 */
final class BoxesOutput implements ModelOutput {

    static final Set<String> NAMES =
            Set.of("detection_boxes", "detection_scores", "detection_classes");

    private static final int SIDES = 4;

    @Override
    public List<List<Candidate>> read(
            OrtSession.Result result, List<Letterbox> letterboxes, double leastScore)
            throws OrtException {
        FloatBuffer boxes = floats(result, "detection_boxes");
        FloatBuffer scores = floats(result, "detection_scores");
        FloatBuffer classes = floats(result, "detection_classes");
        int each = scores.capacity() / Math.max(1, boxesPerBatch(result));
        List<List<Candidate>> pictures = new ArrayList<>();
        for (int picture = 0; picture < letterboxes.size(); picture++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = picture * each; i < (picture + 1) * each; i++) {
                if (scores.get(i) >= leastScore) {
                    candidates.add(
                            candidate(
                                    letterboxes.get(picture),
                                    (int) classes.get(i) - 1,
                                    scores.get(i),
                                    boxes,
                                    i * SIDES));
                }
            }
            pictures.add(candidates);
        }
        return pictures;
    }

    private static Candidate candidate(
            Letterbox letterbox, int label, double score, FloatBuffer boxes, int at) {
        return new Candidate(
                label,
                score,
                letterbox.toPicture(
                        boxes.get(at + 1) * letterbox.width(),
                        boxes.get(at) * letterbox.height(),
                        boxes.get(at + 3) * letterbox.width(),
                        boxes.get(at + 2) * letterbox.height()));
    }

    private static FloatBuffer floats(OrtSession.Result result, String name) throws OrtException {
        return tensor(result, name).getFloatBuffer();
    }

    private static int boxesPerBatch(OrtSession.Result result) throws OrtException {
        return (int) tensor(result, "detection_scores").getInfo().getShape()[0];
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) {
        return (OnnxTensor) result.get(name).orElseThrow();
    }
}
