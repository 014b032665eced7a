/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.util.List;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.core.execution.CheckpointingMode;

class ConnectorSuiteITCase extends ConnectorSuite {

    @TestEnv final MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

    ConnectorSuiteITCase() {
        super(List.of(), CheckpointingMode.EXACTLY_ONCE, CheckpointingMode.AT_LEAST_ONCE);
    }
}
