/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.decode;

/**
 * One decoding of the file.
 *
 * @param seconds that passed
 * @param cpuSeconds that the processors worked for it
 */
record Run(double seconds, double cpuSeconds) {}
