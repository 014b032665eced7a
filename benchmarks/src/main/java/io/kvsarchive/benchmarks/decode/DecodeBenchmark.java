/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.decode;

import io.kvsarchive.benchmarks.compare.Comparison;
import io.kvsarchive.benchmarks.compare.Cost;
import io.kvsarchive.benchmarks.compare.ResultTable;
import io.kvsarchive.benchmarks.compare.Way;
import io.kvsarchive.benchmarks.peer.FfmpegCommand;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.decode.ffmpeg.PictureDecoder;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.ParserLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Decodes a video fragment by fragment, and has the ffmpeg command decode the same file. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description =
                "Decodes H.264 in 1080p, made by the ffmpeg command, on one thread: fragment by"
                    + " fragment as a job does, and by that command. Rounds alternate; medians are"
                    + " shown.")
public final class DecodeBenchmark implements Callable<Integer> {

    private static final int PICTURES_PER_SECOND = 30;
    private static final String FFMPEG = "ffmpeg -threads 1 -f null";

    @Spec private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "20", description = "Of video. Default: 20")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        Path file = Files.createTempFile("decode", ".mkv");
        try {
            FfmpegCommand.makeVideo(file, seconds);
            List<Fragment> fragments = fragments(file);
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(FFMPEG, () -> FfmpegCommand.read(file, pictures()));
            for (PixelFormat format : PixelFormat.values()) {
                ways.put(
                        "all pictures, " + format,
                        () -> decode(fragments, PictureSettings.defaults().withFormat(format)));
            }
            ways.put(
                    "ffmpeg, to nv12",
                    () ->
                            FfmpegCommand.read(
                                    file, pictures(), "-pix_fmt", "nv12", "-c:v", "rawvideo"));
            ways.put(
                    "one picture per second, RGB",
                    () -> decode(fragments, PictureSettings.defaults().withPicturesPerSecond(1)));
            ways.put(
                    "key frames only, RGB",
                    () -> decode(fragments, PictureSettings.defaults().withKeyFramesOnly()));
            print(Comparison.of(ways, rounds));
        } finally {
            Files.delete(file);
        }
        return 0;
    }

    private double pictures() {
        return (double) seconds * PICTURES_PER_SECOND;
    }

    private void print(Comparison comparison) {
        ResultTable table = new ResultTable(spec.commandLine().getOut(), "pictures per CPU second");
        for (String way : comparison.ways()) {
            table.row(
                    way,
                    comparison.figure(way, Cost::perCpuSecond),
                    FFMPEG,
                    comparison.figure(FFMPEG, Cost::perCpuSecond),
                    comparison.ratio(way, FFMPEG, Cost::perCpuSecond),
                    "");
        }
    }

    private Cost decode(List<Fragment> fragments, PictureSettings settings) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpuStart = threads.getCurrentThreadCpuTime();
        try (PictureDecoder decoder =
                new PictureDecoder(
                        settings,
                        (track, reason, frames, detail) -> {
                            throw new IllegalStateException(frames + " frames are " + reason);
                        })) {
            for (Fragment fragment : fragments) {
                decoder.decode(fragment.frames(), picture -> {});
            }
        }
        return new Cost(
                pictures(),
                (System.nanoTime() - start) / 1e9,
                (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9);
    }

    private static List<Fragment> fragments(Path file) throws IOException {
        List<Fragment> fragments = new ArrayList<>();
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addMatroskaFile("video", file, Instant.EPOCH);
            for (String number :
                    archive.fragments("video")
                            .map(fragment -> fragment.fragmentNumber())
                            .toList()) {
                FragmentParser parser =
                        new FragmentParser(
                                new ByteArrayInputStream(archive.readFragment("video", number)),
                                ParserLimits.DEFAULT);
                FragmentResult result = parser.next().orElseThrow();
                fragments.add(
                        result instanceof FragmentResult.OpenEnded open
                                ? open.fragment()
                                : ((FragmentResult.Whole) result).fragment());
            }
        }
        return fragments;
    }
}
