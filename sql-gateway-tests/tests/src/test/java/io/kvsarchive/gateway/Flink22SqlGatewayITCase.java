/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

/** Flink 2.2, where the jar lies in the lib folder of all processes. */
class Flink22SqlGatewayITCase extends SqlGatewayTests {

    Flink22SqlGatewayITCase() {
        super(new FlinkVersion("2.2"), true);
    }
}
