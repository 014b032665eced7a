/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.flink.source.ConnectorSuite;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.io.TempDir;

class ConnectorSuiteITCase extends ConnectorSuite {

    /** A reader more than the suite has splits. */
    private static final int SLOTS = 6;

    @TempDir static Path folder;

    @TestEnv final ClusterTestEnvironment cluster = new ClusterTestEnvironment(() -> folder, SLOTS);

    ConnectorSuiteITCase() throws MalformedURLException {
        super(List.of(Cluster.userJar().toUri().toURL()), CheckpointingMode.EXACTLY_ONCE);
    }
}
