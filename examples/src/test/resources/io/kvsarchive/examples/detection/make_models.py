#!/usr/bin/env python3
#
# Copyright the flink-connector-kvs-archive authors
# SPDX-License-Identifier: Apache-2.0
#
"""Makes the models beside this file, which answer in each of the ways that detectors do.

Their input is 128 pixels wide and 64 high. They see the same always: a dog (class 1) in the middle,
32 pixels wide and high, twice, the second time a bit to the right and with less certainty; and
something that is too uncertain to be told. Needs Debian's python3-onnx and python3-numpy.
"""
import pathlib

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
FLOATS, BYTES = TensorProto.FLOAT, TensorProto.UINT8


def save(name, nodes, inputs, outputs, constants, metadata=None):
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info(*value) for value in inputs],
        [helper.make_tensor_value_info(*value) for value in outputs],
        [numpy_helper.from_array(numpy.array(value), key) for key, value in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    if metadata:
        helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    onnx.save(model, str(HERE / name))


def constant(name, inputs, answers, metadata=None):
    """Answers with the same always."""
    arrays = {key: numpy.array(value, numpy.float32) for key, value in answers.items()}
    save(name, [helper.make_node("Identity", ["_" + key], [key]) for key in arrays], [inputs],
         [(key, FLOATS, value.shape) for key, value in arrays.items()],
         {"_" + key: value for key, value in arrays.items()}, metadata)


FLOAT_PICTURE = ("images", FLOATS, [1, 3, 64, 128])
NAMES = {"names": "{0: 'cat', 1: \"dog\"}"}
PLACES = [[64, 32, 32, 32, 0.1, 0.9], [66, 32, 32, 32, 0.1, 0.7], [20, 32, 8, 8, 0.3, 0.1]]

constant("scores-in-columns.onnx", FLOAT_PICTURE,
         {"output0": numpy.array([PLACES]).transpose(0, 2, 1)}, NAMES)
constant("objectness-and-scores.onnx", FLOAT_PICTURE,
         {"output": [[place[:4] + [0.9] + [score / 0.9 for score in place[4:]]
                      for place in PLACES]]}, NAMES)
constant("final-boxes.onnx", FLOAT_PICTURE,
         {"output0": [[[48, 16, 80, 48, 0.9, 1], [16, 28, 24, 36, 0.3, 0]]]}, NAMES)
constant("without-names.onnx", FLOAT_PICTURE,
         {"output0": numpy.array([PLACES * 3]).transpose(0, 2, 1)})
constant("tensorflow.onnx", ("input_tensor", BYTES, [1, 64, 128, 3]),
         {"num_detections": [2],
          "detection_boxes": [[[0.25, 0.375, 0.75, 0.625], [0.4375, 0.125, 0.5625, 0.1875]]],
          "detection_scores": [[0.9, 0.3]], "detection_classes": [[2, 1]]})
constant("unknown-output.onnx", FLOAT_PICTURE, {"logits": [[0.5] * 10]}, NAMES)
constant("unknown-input.onnx", ("text", FLOATS, [1, 77]),
         {"output0": numpy.array([PLACES]).transpose(0, 2, 1)}, NAMES)

# How much red, green and blue there is in each picture of a batch, as scores of one place. The shape
# of the answer is left open, as exports of dynamic size do.
save("mean-color.onnx",
     [helper.make_node("ReduceMean", ["images"], ["mean"], axes=[2, 3], keepdims=0),
      helper.make_node("Unsqueeze", ["mean", "last"], ["scores"]),
      helper.make_node("Shape", ["images"], ["shape"]),
      helper.make_node("Slice", ["shape", "zero", "one"], ["count"]),
      helper.make_node("Concat", ["count", "rest"], ["all"], axis=0),
      helper.make_node("Expand", ["box", "all"], ["boxes"]),
      helper.make_node("Concat", ["boxes", "scores"], ["output0"], axis=1)],
     [("images", FLOATS, ["batch", 3, 64, 128])], [("output0", FLOATS, ["batch", "numbers", "places"])],
     {"last": numpy.array([2], numpy.int64), "zero": numpy.array([0], numpy.int64),
      "one": numpy.array([1], numpy.int64), "rest": numpy.array([4, 1], numpy.int64),
      "box": numpy.array([[[64.0], [32], [32], [32]]], numpy.float32)},
     {"names": "{0: 'red', 1: 'green', 2: 'blue'}"})
