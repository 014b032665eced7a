/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.peer;

import io.kvsarchive.benchmarks.compare.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code ffmpeg} command that is installed. */
public final class FfmpegCommand {

    /** What {@code -benchmark} says at the end. */
    private static final Pattern TIMES =
            Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s rtime=([0-9.]+)s");

    private FfmpegCommand() {}

    /** Makes a file of H.264 in 1080p, 30 pictures per second. */
    public static void makeVideo(Path file, int seconds) throws IOException, InterruptedException {
        run(
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1920x1080:rate=30:duration=" + seconds,
                "-vf",
                "noise=alls=12:allf=t",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-b:v",
                "8M",
                "-maxrate",
                "8M",
                "-bufsize",
                "16M",
                "-g",
                "60",
                "-pix_fmt",
                "yuv420p",
                file.toString());
    }

    /**
     * Reads a file on one thread, and throws away what comes.
     *
     * @param amount what is in the file, in the unit of the comparison
     * @param output what to make of it, as options of the command
     */
    public static Cost read(Path file, double amount, String... output)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-benchmark", "-threads", "1", "-i", file.toString()));
        arguments.addAll(List.of(output));
        arguments.addAll(List.of("-f", "null", "-"));
        Matcher times = TIMES.matcher(run(arguments.toArray(String[]::new)));
        if (!times.find()) {
            throw new IOException("ffmpeg -benchmark says no times");
        }
        return new Cost(
                amount,
                Double.parseDouble(times.group(3)),
                Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2)));
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("ffmpeg", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + Files.readString(out));
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
        }
    }
}
