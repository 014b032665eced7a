/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import org.apache.flink.annotation.PublicEvolving;

/**
 * How an audio track was sampled.
 *
 * @param samplingRate samples per second
 * @param channels number of channels
 * @param bitDepth bits in a sample; 0 where the track doesn't say
 */
@PublicEvolving
public record AudioFormat(double samplingRate, int channels, int bitDepth) {}
