/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.kvsarchive.decode.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a model takes: pictures in RGB, as numbers from 0 to 1 or as bytes from 0 to 255, channel by
 * channel or pixel by pixel.
 *
 * @param name of the tensor
 * @param hasChannelsFirst whether channels come one after the other: NCHW, else NHWC
 * @param takesBytes whether it takes bytes
 * @param pictures how many pictures it takes at a time, 0 for any number
 */
record ModelInput(
        String name,
        boolean hasChannelsFirst,
        boolean takesBytes,
        int pictures,
        int width,
        int height) {

    /** Where the model leaves its size open, as most detectors do that were trained so. */
    private static final int DEFAULT_SIZE = 640;

    private static final int CHANNELS = 3;
    private static final int RANK = 4;

    static ModelInput of(OrtSession session, String modelName) throws DetectorException {
        try {
            Map.Entry<String, ai.onnxruntime.NodeInfo> input =
                    session.getInputInfo().entrySet().iterator().next();
            if (session.getInputInfo().size() == 1
                    && input.getValue().getInfo() instanceof TensorInfo tensor) {
                long[] shape = tensor.getShape();
                boolean takesBytes = tensor.type == OnnxJavaType.UINT8;
                if (shape.length == RANK && (takesBytes || tensor.type == OnnxJavaType.FLOAT)) {
                    if (shape[1] == CHANNELS) {
                        return of(input.getKey(), true, takesBytes, shape[0], shape[3], shape[2]);
                    }
                    if (shape[3] == CHANNELS) {
                        return of(input.getKey(), false, takesBytes, shape[0], shape[2], shape[1]);
                    }
                }
            }
            throw new DetectorException(
                    ("%s takes %s; expected one tensor of floats or unsigned bytes of the shape [N,"
                                    + " 3, height, width] or [N, height, width, 3]")
                            .formatted(modelName, session.getInputInfo().values()));
        } catch (OrtException e) {
            throw new DetectorException(modelName + " does not tell what it takes", e);
        }
    }

    private static ModelInput of(
            String name,
            boolean hasChannelsFirst,
            boolean takesBytes,
            long pictures,
            long width,
            long height) {
        return new ModelInput(
                name,
                hasChannelsFirst,
                takesBytes,
                (int) Math.max(0, pictures),
                width > 0 ? (int) width : DEFAULT_SIZE,
                height > 0 ? (int) height : DEFAULT_SIZE);
    }

    Letterbox letterbox(Picture picture) {
        return Letterbox.of(picture, width, height);
    }

    /** What the model is to look at; bars where there are fewer pictures than it takes. */
    OnnxTensor tensor(List<Picture> batch) throws OrtException {
        int count = Math.max(batch.size(), pictures);
        float[] values = new float[count * CHANNELS * width * height];
        Arrays.fill(values, Letterbox.GRAY);
        for (int i = 0; i < batch.size(); i++) {
            fill(values, i * CHANNELS * width * height, batch.get(i));
        }
        long[] shape =
                hasChannelsFirst
                        ? new long[] {count, CHANNELS, height, width}
                        : new long[] {count, height, width, CHANNELS};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        return takesBytes
                ? OnnxTensor.createTensor(environment, toBytes(values), shape, OnnxJavaType.UINT8)
                : OnnxTensor.createTensor(environment, toFloats(values), shape);
    }

    private void fill(float[] values, int start, Picture picture) {
        Letterbox box = letterbox(picture);
        ScaledPicture scaled = ScaledPicture.of(picture, box.pictureWidth(), box.pictureHeight());
        for (int y = 0; y < scaled.height(); y++) {
            for (int x = 0; x < scaled.width(); x++) {
                int pixel = (box.top() + y) * width + box.left() + x;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int index =
                            hasChannelsFirst
                                    ? channel * width * height + pixel
                                    : pixel * CHANNELS + channel;
                    values[start + index] = scaled.value(x, y, channel);
                }
            }
        }
    }

    private static ByteBuffer toBytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length);
        for (float value : values) {
            buffer.put((byte) Math.round(value));
        }
        return buffer.rewind();
    }

    private static FloatBuffer toFloats(float[] values) {
        FloatBuffer buffer =
                ByteBuffer.allocateDirect(Float.BYTES * values.length)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        for (float value : values) {
            buffer.put(value / 255);
        }
        return buffer.rewind();
    }
}
