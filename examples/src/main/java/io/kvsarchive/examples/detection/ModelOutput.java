/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;

/** How a model says what it has seen. */
interface ModelOutput {

    /**
     * What may be in each picture.
     *
     * @param letterboxes how the pictures lie in the input
     * @throws DetectorException if the answer is none that is understood
     */
    List<List<Candidate>> read(
            OrtSession.Result result, List<Letterbox> letterboxes, double leastScore)
            throws OrtException, DetectorException;

    /**
     * Finds out by the names and shapes of the tensors.
     *
     * @param labels how many labels the model is known to have, 0 if it is not known
     */
    static ModelOutput of(OrtSession session, int labels, String modelName)
            throws DetectorException {
        if (session.getOutputNames().containsAll(BoxesOutput.NAMES)) {
            return new BoxesOutput();
        }
        return GridOutput.of(session, labels, modelName);
    }
}
