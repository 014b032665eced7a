/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** What is to be seen in pictures, by an ONNX model. */
package io.kvsarchive.examples.detection;
