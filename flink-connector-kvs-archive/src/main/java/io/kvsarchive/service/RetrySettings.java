/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.time.Duration;

/**
 * When and how often what failed is tried again: after a random wait, whose bound begins at {@code
 * minDelay} and doubles with each attempt up to {@code maxDelay}.
 *
 * @param maxAttempts how often something is tried, the first time included
 */
public record RetrySettings(int maxAttempts, Duration minDelay, Duration maxDelay) {}
