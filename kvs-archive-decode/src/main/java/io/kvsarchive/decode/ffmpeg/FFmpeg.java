/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native libraries, which come with dependencies that the user adds. */
final class FFmpeg {

    private FFmpeg() {}

    /**
     * Loads what decoding needs. Does nothing if that was done before.
     *
     * @throws IllegalStateException if they are missing, or not for this machine; the message says
     *     which dependencies to add
     */
    static void load() {
        try {
            Loader.load(avutil.class);
            Loader.load(avcodec.class);
            Loader.load(swscale.class);
            Loader.load(swresample.class);
        } catch (LinkageError e) {
            String platform = Loader.getPlatform();
            throw new IllegalStateException(
                    ("FFmpeg's native libraries can't be loaded. Add the dependencies"
                                    + " org.bytedeco:ffmpeg:%s and org.bytedeco:javacpp:%s to the"
                                    + " job, both with the classifier %s (%s)")
                            .formatted(
                                    version("ffmpeg"),
                                    version("javacpp"),
                                    platform,
                                    e.getMessage()),
                    e);
        }
    }

    private static String version(String artifact) {
        try {
            return Loader.getVersion("org.bytedeco", artifact);
        } catch (IOException e) {
            // Where jars have been merged into one, it may not say.
            return "(version of kvs-archive-decode)";
        }
    }

    /** What an error code of FFmpeg's means. */
    static String describe(int error) {
        byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }
}
