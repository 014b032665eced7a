/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.findings;

import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.examples.archive.ArchiveRequest;
import io.kvsarchive.examples.archive.DurationConverter;
import io.kvsarchive.examples.detection.DetectorSettings;
import io.kvsarchive.examples.incidents.grouping.GroupingRules;
import io.kvsarchive.examples.lines.OutputDirectory;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How archived video is looked at. */
public final class FindingsOptions {

    private static final Path PARENT = Path.of("incidents");

    /** Mostly, a fragment begins with a key frame; the service takes none that is longer. */
    private static final Duration MAX_FRAGMENT = Duration.ofSeconds(20);

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "An ONNX detector of your own; see docs/detector.md for those that are"
                            + " understood. By default a small one that knows persons, cars and"
                            + " parcels as the sample cameras see them.")
    private Path model;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "What the model's classes are called, a line for each, if the model does not"
                            + " say so itself.")
    private Path labels;

    @Option(
            names = "--least-score",
            paramLabel = "SCORE",
            defaultValue = "0.5",
            description = "How sure the model must be, above 0 and at most 1. By default 0.5.")
    private double leastScore;

    @Option(
            names = "--pictures-per-second",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How many pictures are looked at for each second of video. By default 5; with"
                            + " --key-frames-only, all key frames.")
    private double picturesPerSecond;

    @Option(
            names = "--longest-pause",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long a thing may be out of sight and still be the same, such as 2s. By"
                            + " default 2 s, and longer where fewer pictures are looked at.")
    private Duration longestPause;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "A new or empty directory. By default one below ./incidents, named for the"
                            + " time.")
    private Path output;

    /**
     * Prepares a run.
     *
     * @param terminal where progress and the result are told
     * @throws IllegalArgumentException if a value is not allowed, or the labels can't be read
     */
    public FindingsRun prepare(ArchiveRequest archive, PrintWriter terminal) {
        return new FindingsRun(request(archive), terminal);
    }

    private FindingsRequest request(ArchiveRequest archive) {
        return new FindingsRequest(
                archive,
                new InspectionSettings(
                        pictures(archive),
                        new DetectorSettings(
                                model == null ? null : model.toAbsolutePath().toString(),
                                labels(),
                                leastScore,
                                1)),
                rules(archive),
                output == null ? OutputDirectory.newBelow(PARENT) : new OutputDirectory(output));
    }

    private PictureSettings pictures(ArchiveRequest archive) {
        PictureSettings evenly =
                PictureSettings.defaults().withPicturesPerSecond(picturesPerSecond);
        return readsKeyFramesOnly(archive) ? PictureSettings.defaults() : evenly;
    }

    private static boolean readsKeyFramesOnly(ArchiveRequest archive) {
        return archive.options().get(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY);
    }

    private List<String> labels() {
        try {
            return labels == null
                    ? List.of()
                    : Files.readAllLines(labels).stream().map(String::strip).toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("The labels " + labels + " can't be read: " + e, e);
        }
    }

    private GroupingRules rules(ArchiveRequest archive) {
        if (longestPause != null) {
            return new GroupingRules(
                    longestPause,
                    GroupingRules.DEFAULT.leastDetections(),
                    GroupingRules.DEFAULT.leastDuration());
        }
        Duration betweenPictures =
                readsKeyFramesOnly(archive)
                        ? MAX_FRAGMENT
                        : Duration.ofMillis(Math.round(1000 / picturesPerSecond));
        Duration pause = archive.sampling().every().plus(betweenPictures.multipliedBy(3));
        return pause.compareTo(GroupingRules.DEFAULT.longestPause()) <= 0
                ? GroupingRules.DEFAULT
                : new GroupingRules(pause, 1, Duration.ZERO);
    }
}
