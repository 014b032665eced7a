/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import org.apache.flink.annotation.Internal;

/**
 * How many calls of the control plane are made per second. The service counts them for the account,
 * over all callers.
 *
 * @param getDataEndpoint more than 0
 * @param describeStream more than 0
 * @param listStreams more than 0
 */
@Internal
public record CallRates(double getDataEndpoint, double describeStream, double listStreams) {

    /** For callers that make few calls. */
    public static final CallRates UNLIMITED =
            new CallRates(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
}
