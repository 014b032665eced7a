/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.decode;

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
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        description = {
            "Decodes H.264 in 1080p, made by the ffmpeg command, on one thread: fragment by",
            "fragment as a job does, and by that command. Rounds alternate; medians are shown."
        })
public final class DecodeBenchmark implements Callable<Integer> {

    private static final int PICTURES_PER_SECOND = 30;
    private static final String ROW = "%-40s %12s %16s %8s%n";
    private static final String FFMPEG = "ffmpeg -threads 1 -f null";

    @Spec private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "20", description = "Of video. Default: 20")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: 5")
    private int rounds;

    /** One way to decode the file. */
    private interface Way {
        Run run() throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws Exception {
        Path file = Files.createTempFile("decode", ".mkv");
        try {
            FfmpegCommand.makeVideo(file, seconds);
            List<Fragment> fragments = fragments(file);
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(FFMPEG, () -> FfmpegCommand.decode(file));
            for (PixelFormat format : PixelFormat.values()) {
                ways.put(
                        "all pictures, " + format,
                        () -> decode(fragments, PictureSettings.defaults().withFormat(format)));
            }
            ways.put(
                    "ffmpeg, to nv12",
                    () -> FfmpegCommand.decode(file, "-pix_fmt", "nv12", "-c:v", "rawvideo"));
            ways.put(
                    "one picture per second, RGB",
                    () -> decode(fragments, PictureSettings.defaults().withPicturesPerSecond(1)));
            ways.put(
                    "key frames only, RGB",
                    () -> decode(fragments, PictureSettings.defaults().withKeyFramesOnly()));
            print(measure(ways));
        } finally {
            Files.delete(file);
        }
        return 0;
    }

    private Map<String, List<Run>> measure(Map<String, Way> ways) throws Exception {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                Run run = way.getValue().run();
                if (round > 0) {
                    runs.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(run);
                }
            }
        }
        return runs;
    }

    private void print(Map<String, List<Run>> runs) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, ROW, "what", "pictures/s", "per CPU second", "ratio");
        double pictures = (double) seconds * PICTURES_PER_SECOND;
        double peer = pictures / cpuSeconds(runs.get(FFMPEG));
        runs.forEach(
                (name, all) -> {
                    double perCpuSecond = pictures / cpuSeconds(all);
                    out.printf(
                            Locale.ROOT,
                            ROW,
                            name,
                            format(pictures / median(all.stream().map(Run::seconds).toList())),
                            format(perCpuSecond),
                            format(perCpuSecond / peer));
                });
        out.flush();
    }

    private static double cpuSeconds(List<Run> runs) {
        return median(runs.stream().map(Run::cpuSeconds).toList());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%,.2f", value);
    }

    private static Run decode(List<Fragment> fragments, PictureSettings settings) {
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
        return new Run(
                (System.nanoTime() - start) / 1e9,
                (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9);
    }

    private static List<Fragment> fragments(Path file) throws IOException {
        List<Fragment> fragments = new ArrayList<>();
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addMatroskaFile("video", file, Instant.EPOCH);
            for (String number :
                    archive.fragments("video").map(fragment -> fragment.number()).toList()) {
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
