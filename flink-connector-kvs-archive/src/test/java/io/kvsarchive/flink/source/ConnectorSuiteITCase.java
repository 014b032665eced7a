/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;

class ConnectorSuiteITCase extends ConnectorSuite {

    @TestEnv final MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();
}
