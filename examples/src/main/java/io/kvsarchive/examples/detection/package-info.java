/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What is to be seen in pictures, by an ONNX model. */
@NullMarked
package io.kvsarchive.examples.detection;

import org.jspecify.annotations.NullMarked;
