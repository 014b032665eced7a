/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The argument of the commands that come to an end by themselves. */
public final class EndOption {

    @Option(
            names = "--end",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Read fragments that begin then or earlier.")
    private Instant end;

    /** The same with this end. */
    public ArchiveRequest addTo(ArchiveRequest request) {
        return request.between(request.start(), Optional.ofNullable(end));
    }
}
