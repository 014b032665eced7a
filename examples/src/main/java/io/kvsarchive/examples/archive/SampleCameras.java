/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.service.FragmentSelectorType;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** The sample cameras, which a local archive in this process serves. */
final class SampleCameras implements AutoCloseable {

    private final LocalKvsArchive archive = LocalKvsArchive.start();

    /**
     * Serves them until this is closed.
     *
     * @param terminal where it is told
     */
    SampleCameras(PrintWriter terminal) {
        SampleArchive.addTo(archive);
        terminal.println(
                "A local archive at %s stands in for the service; no AWS account is needed."
                        .formatted(archive.endpoint()));
    }

    /** All that they have recorded. */
    ArchiveRequest request() {
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
