/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.service.StreamDescription;
import java.util.List;

/**
 * A way to use the connector.
 *
 * @param name under which the documentation tells of it
 * @param jobs what is done in this way
 */
record DocumentedUse(String name, Jobs jobs) {

    /** Runs jobs in one way. */
    interface Jobs {
        void run(ArchiveJobs jobs) throws Exception;
    }

    private static final StreamDescription.Filter CAMERAS =
            stream -> stream.name().startsWith("cam-");

    static final List<DocumentedUse> ALL =
            List.of(
                    new DocumentedUse(
                            "streams by name",
                            jobs -> jobs.readFrames(jobs.frames().setStreams(jobs.cameras()))),
                    new DocumentedUse(
                            "streams by ARN",
                            jobs -> jobs.readFrames(jobs.frames().setStreams(jobs.arns()))),
                    new DocumentedUse(
                            "streams by name, with a stream filter",
                            jobs ->
                                    jobs.readFrames(
                                            jobs.frames()
                                                    .setStreams(jobs.cameras())
                                                    .setStreamFilter(CAMERAS))),
                    new DocumentedUse(
                            "streams by ARN, with a stream filter",
                            jobs ->
                                    jobs.readFrames(
                                            jobs.frames()
                                                    .setStreams(jobs.arns())
                                                    .setStreamFilter(CAMERAS))),
                    new DocumentedUse(
                            "streams by prefix",
                            jobs -> jobs.readFrames(jobs.frames().setStreamPrefix("cam-"))),
                    new DocumentedUse(
                            "streams by prefix, with a stream filter",
                            jobs ->
                                    jobs.readFrames(
                                            jobs.frames()
                                                    .setStreamPrefix("")
                                                    .setStreamFilter(CAMERAS))),
                    new DocumentedUse(
                            "streams by prefix, restored",
                            jobs -> jobs.readFramesRestored(jobs.frames().setStreamPrefix("cam-"))),
                    new DocumentedUse(
                            "streams by prefix, unbounded",
                            jobs ->
                                    jobs.followFrames(
                                            jobs.unboundedFrames().setStreamPrefix("cam-"))),
                    new DocumentedUse(
                            "streams by prefix, unbounded, restored",
                            jobs ->
                                    jobs.followFramesRestored(
                                            jobs.unboundedFrames().setStreamPrefix("cam-"))),
                    new DocumentedUse(
                            "fragments by their numbers",
                            jobs -> {
                                KvsArchiveMediaSourceBuilder<String> source = jobs.frames();
                                for (String camera : jobs.cameras()) {
                                    source.setFragmentNumbers(camera, jobs.numbers(camera));
                                }
                                jobs.readFrames(source);
                            }),
                    new DocumentedUse(
                            "the listing alone",
                            jobs -> jobs.list(jobs.fragments().setStreams(jobs.cameras()))));

    @Override
    public String toString() {
        return name;
    }
}
