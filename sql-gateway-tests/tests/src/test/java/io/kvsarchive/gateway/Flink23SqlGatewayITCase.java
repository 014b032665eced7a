/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

/** Flink 2.3, where each session adds the jar, and jobs bring it to the cluster. */
class Flink23SqlGatewayITCase extends SqlGatewayTests {

    Flink23SqlGatewayITCase() {
        super(new FlinkVersion("2.3"), false);
    }
}
