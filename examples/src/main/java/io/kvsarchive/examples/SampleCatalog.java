/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples;

import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.Sampling;
import io.kvsarchive.examples.catalog.CatalogOutput;
import io.kvsarchive.examples.catalog.CatalogRequest;
import io.kvsarchive.examples.catalog.CatalogRun;
import io.kvsarchive.flink.source.KvsArchiveSourceOptions;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.service.FragmentSelectorType;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** Catalogs the sample cameras, which a local archive in this process serves. */
final class SampleCatalog {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final PrintWriter terminal;

    SampleCatalog(PrintWriter terminal) {
        this.terminal = terminal;
    }

    int run() throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);
            terminal.println(
                    "A local archive at "
                            + archive.endpoint()
                            + " stands in for the service; no AWS account is needed.");
            CatalogRequest request =
                    new CatalogRequest(
                            new ArchiveRequest(
                                    archive.streamNames(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                                    Sampling.ALL,
                                    access(archive),
                                    Runtime.getRuntime().availableProcessors()),
                            false,
                            CatalogOutput.newBelow(Path.of("catalog")),
                            CHECKPOINT_INTERVAL);
            new CatalogRun(request, terminal).run();
            terminal.println(
                    "The same for your own streams: ./run-example catalog --stream NAME --region"
                            + " REGION");
            return 0;
        }
    }

    private static Configuration access(LocalKvsArchive archive) {
        Configuration access = new Configuration();
        access.set(KvsArchiveSourceOptions.AWS_ENDPOINT, archive.endpoint().toString());
        access.set(KvsArchiveSourceOptions.AWS_REGION, archive.region());
        access.setString("aws.credentials.provider.basic.accesskeyid", "any");
        access.setString("aws.credentials.provider.basic.secretkey", "any");
        return access;
    }
}
