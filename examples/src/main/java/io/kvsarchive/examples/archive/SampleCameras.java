/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.service.FragmentSelectorType;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** The sample cameras, which a local archive in this process serves. */
public final class SampleCameras implements AutoCloseable {

    private final LocalKvsArchive archive = LocalKvsArchive.start();

    private SampleCameras(PrintWriter terminal) {
        SampleArchive.addTo(archive);
        terminal.println(
                "A local archive at "
                        + archive.endpoint()
                        + " stands in for the service; no AWS account is needed.");
    }

    /** What is done with what an archive holds. */
    @FunctionalInterface
    public interface Use {

        void on(ArchiveRequest request) throws Exception;
    }

    /**
     * Does to all that they have recorded what a command does to the user's own streams.
     *
     * @param command as it is typed
     * @param terminal where it is told, and how to do the same with one's own streams
     */
    public static void use(String command, PrintWriter terminal, Use use) throws Exception {
        try (SampleCameras cameras = new SampleCameras(terminal)) {
            use.on(cameras.request());
        }
        terminal.println(
                "The same for your own streams: " + command + " --stream NAME --region REGION");
    }

    private ArchiveRequest request() {
        return new ArchiveRequest(
                archive.streamNames(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FragmentSelectorType.PRODUCER_TIMESTAMP,
                Sampling.ALL,
                access(),
                Runtime.getRuntime().availableProcessors());
    }

    private Configuration access() {
        Configuration access = new Configuration();
        access.set(KvsArchiveSourceOptions.AWS_ENDPOINT, archive.endpoint().toString());
        access.set(KvsArchiveSourceOptions.AWS_REGION, archive.region());
        access.setString("aws.credentials.provider.basic.accesskeyid", "any");
        access.setString("aws.credentials.provider.basic.secretkey", "any");
        return access;
    }

    @Override
    public void close() {
        archive.close();
    }
}
