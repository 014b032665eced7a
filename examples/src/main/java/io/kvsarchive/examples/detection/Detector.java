/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kvsarchive.decode.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at pictures with an ONNX model.
 *
 * <p>How large the pictures are that the model takes, how they lie in memory and what its answer
 * means is read from the model. All detectors of a model in a process share one session. Not
 * thread-safe itself.
 */
public final class Detector implements AutoCloseable {

    /** So that memory is bounded where a model takes any number. */
    private static final int MAX_PICTURES = 16;

    private final SharedSession shared;
    private final ModelInput input;
    private final Labels labels;
    private final ModelOutput output;
    private final double leastScore;

    /**
     * Loads the model, unless another detector has.
     *
     * @throws DetectorException if the model can't be read, or is none that is understood
     */
    public Detector(DetectorSettings settings) throws DetectorException {
        leastScore = settings.leastScore();
        shared = SharedSession.of(settings);
        try {
            OrtSession session = shared.session();
            input = ModelInput.of(session, shared.modelName());
            labels = Labels.of(session, settings.labels());
            output = ModelOutput.of(session, labels.names().size(), shared.modelName());
        } catch (DetectorException | OrtException e) {
            shared.close();
            throw e instanceof DetectorException known
                    ? known
                    : new DetectorException(shared.modelName() + " can't be used", e);
        }
    }

    /**
     * What is in each of some pictures in RGB, the surest first.
     *
     * @throws DetectorException if the model fails
     */
    public List<List<Detected>> detect(List<Picture> pictures) throws DetectorException {
        int most = input.pictures() == 0 ? MAX_PICTURES : input.pictures();
        List<List<Detected>> found = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i += most) {
            found.addAll(run(pictures.subList(i, Math.min(pictures.size(), i + most))));
        }
        return found;
    }

    private List<List<Detected>> run(List<Picture> batch) throws DetectorException {
        try (OnnxTensor tensor = input.tensor(batch);
                OrtSession.Result result = shared.session().run(Map.of(input.name(), tensor))) {
            List<Letterbox> letterboxes = batch.stream().map(input::letterbox).toList();
            return output.read(result, letterboxes, leastScore).stream()
                    .map(Candidate::best)
                    .map(this::named)
                    .toList();
        } catch (OrtException e) {
            throw new DetectorException(
                    shared.modelName() + " failed at a picture: " + e.getMessage(), e);
        }
    }

    private List<Detected> named(List<Candidate> candidates) {
        return candidates.stream()
                .map(
                        candidate ->
                                new Detected(
                                        labels.name(candidate.label()),
                                        candidate.score(),
                                        candidate.box()))
                .toList();
    }

    @Override
    public void close() throws DetectorException {
        shared.close();
    }
}
