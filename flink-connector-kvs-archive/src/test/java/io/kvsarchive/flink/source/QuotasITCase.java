/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.collect;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.Quota;
import io.kvsarchive.local.Quotas;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs against an archive that enforces the service's quotas. */
class QuotasITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(5)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
        archive.setQuotas(Quotas.ofTheService());
    }

    @AfterEach
    void stopArchive() {
        archive.close();
    }

    @Test
    void readsAllOfAFragmentBoundStreamWithoutARefusal() throws Exception {
        addStream("small", 3000, 1, 10, 50);

        assertSameInAnyOrder(readAll(1.0, "small"), FrameLine.truth(archive, "small"));

        assertThat(archive.requests().refused()).isZero();
    }

    @Test
    void readsAllOfABandwidthBoundStreamWithoutARefusal() throws Exception {
        addStream("large", 60, 2, 1_200_000, 1_300_000);

        assertSameInAnyOrder(readAll(1.0, "large"), FrameLine.truth(archive, "large"));

        assertThat(archive.requests().refused()).isZero();
    }

    @Test
    void readsManyStreamsWithoutARefusal() throws Exception {
        String[] streams = new String[120];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = "cam-" + i;
            addStream(streams[i], 40, 1, 10, 50);
        }

        List<String> lines =
                collect(read(environment(5), lines(0.8).setStreamPrefix("cam-").build()));

        assertSameInAnyOrder(lines, FrameLine.truth(archive, streams));
        assertThat(archive.requests().refused()).isZero();
        assertThat(archive.requests().count("GetDataEndpoint")).isEqualTo(2L * streams.length);
        assertThat(archive.requests().count("DescribeStream")).isZero();
    }

    @Test
    void readsAllWhereOthersUseMostOfTheQuota() throws Exception {
        addStream("small", 400, 1, 10, 50);
        archive.setQuotas(Quotas.ofTheService().withOtherConsumers(0.8));

        assertSameInAnyOrder(readAll(1.0, "small"), FrameLine.truth(archive, "small"));

        assertThat(archive.requests().refused()).isPositive();
        assertThat(archive.requests().refused(Quota.FRAGMENT_METADATA)).isZero();
    }

    private void addStream(
            String name, long fragments, int framesPerSecond, int minBytes, int maxBytes) {
        archive.addGeneratedStream(
                GeneratedStream.builder(name)
                        .setFragmentDuration(Duration.ofSeconds(1))
                        .setFragmentCount(fragments)
                        .setTracks(GeneratedTrack.video(framesPerSecond, minBytes, maxBytes))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
    }

    private List<String> readAll(double share, String... streams) throws Exception {
        return collect(read(environment(5), lines(share).setStreams(streams).build()));
    }

    private KvsArchiveMediaSourceBuilder<String> lines(double share) {
        return TestJobs.withAccess(KvsArchiveSource.forFrames(new FrameLine.Schema()), archive)
                .setOption(KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS, 30)
                .setOption(KvsArchiveSourceOptions.QUOTA_SHARE, share)
                .setOption(KvsArchiveSourceOptions.SPLIT_MAX_FRAGMENTS, 100);
    }
}
