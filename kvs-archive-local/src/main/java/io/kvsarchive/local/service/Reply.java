/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import io.kvsarchive.local.fault.BodyPlan;
import io.kvsarchive.local.quota.BandwidthLimit;
import java.util.Optional;

/** What an operation answers with. */
public sealed interface Reply {

    /** A JSON object. */
    record Json(byte[] body) implements Reply {}

    /** The documents of fragments, one after the other, as fast as may be. */
    record Media(BodyPlan plan, Optional<BandwidthLimit> bandwidthLimit) implements Reply {}

    /** Status 200 and no content. */
    record Nothing() implements Reply {}

    /** An error of the service. */
    record Failure(int status, String code, String message) implements Reply {}
}
