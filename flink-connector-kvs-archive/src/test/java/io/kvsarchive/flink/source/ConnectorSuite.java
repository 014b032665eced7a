/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.apache.flink.runtime.testutils.CommonTestUtils.waitForJobStatus;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.testframe.environment.ClusterControllable;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironmentSettings;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestExternalSystem;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's own tests of sources, and the failure of a JobManager, which they lack. A subclass brings
 * the cluster, as a field with the annotation TestEnv.
 */
@Timeout(120)
public abstract class ConnectorSuite extends SourceTestSuiteBase<String> {

    @TestExternalSystem final LocalArchiveResource archive = new LocalArchiveResource();

    @TestContext final ExternalContextFactory<StreamsContext> contexts;

    @TestSemantics final CheckpointingMode[] semantics;

    /**
     * Tests on the cluster that the subclass brings.
     *
     * @param connectorJars what jobs are sent with; none to a cluster within the test's process
     * @param semantics how records are compared, each in tests of its own; jobs are the same
     */
    protected ConnectorSuite(List<URL> connectorJars, CheckpointingMode... semantics) {
        this.contexts = test -> new StreamsContext(archive.archive(), connectorJars);
        this.semantics = semantics;
    }

    /** In the shape of the suite's case of a TaskManager; some records come while it is away. */
    @TestTemplate
    @DisplayName("Test JobManager failure")
    public void testJobManagerFailure(
            TestEnvironment testEnv,
            DataStreamSourceExternalContext<String> externalContext,
            ClusterControllable controller,
            CheckpointingMode semantic)
            throws Exception {
        TestingSourceSettings settings =
                TestingSourceSettings.builder()
                        .setBoundedness(Boundedness.CONTINUOUS_UNBOUNDED)
                        .setCheckpointingMode(semantic)
                        .build();
        ExternalSystemSplitDataWriter<String> writer =
                externalContext.createSourceSplitDataWriter(settings);
        List<String> before = generateTestDataForWriter(externalContext, settings, 0, writer);

        StreamExecutionEnvironment env =
                testEnv.createExecutionEnvironment(
                        TestEnvironmentSettings.builder()
                                .setConnectorJarPaths(externalContext.getConnectorJarPaths())
                                .build());
        env.enableCheckpointing(50);
        CloseableIterator<String> records =
                env.fromSource(
                                externalContext.createSource(settings),
                                WatermarkStrategy.noWatermarks(),
                                "Tested Source")
                        .setParallelism(1)
                        .collectAsync();
        JobClient job = submitJob(env, "JobManager Failover Test");
        checkResultWithSemantic(records, List.of(before), semantic, before.size());

        List<String> later = new ArrayList<>();
        controller.triggerJobManagerFailover(
                job,
                () ->
                        later.addAll(
                                generateTestDataForWriter(externalContext, settings, 0, writer)));
        waitForJobStatus(job, List.of(JobStatus.RUNNING));
        later.addAll(generateTestDataForWriter(externalContext, settings, 0, writer));
        checkResultWithSemantic(records, List.of(later), semantic, later.size());

        records.close();
        waitForJobStatus(job, List.of(JobStatus.CANCELED));
    }
}
