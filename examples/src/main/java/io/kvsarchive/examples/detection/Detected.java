/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import io.kvsarchive.examples.incidents.Box;

/**
 * Something in a picture.
 *
 * @param label what it is
 * @param score how sure the model is, 0 to 1
 * @param box where it is
 */
public record Detected(String label, double score, Box box) {}
