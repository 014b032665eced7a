/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** FFmpeg's native libraries are what a user may have forgotten to add. */
class MissingNativesTest {

    private static final String[] NO_ARGUMENTS = {};

    /** Calls what loads the libraries, in a class loader of its own. */
    public static final class Load {

        private Load() {}

        public static void main(String[] arguments) {
            try {
                FFmpeg.load();
                System.setProperty("kvs.test.load", "loaded");
            } catch (IllegalStateException e) {
                System.setProperty("kvs.test.load", e.getMessage());
            }
        }
    }

    @Test
    void saysWhichDependenciesToAdd() throws Exception {
        String platform = Loader.getPlatform();

        assertThat(load(Pattern.compile(".*-" + platform + "\\.jar")))
                .startsWith(
                        "FFmpeg's native libraries can't be loaded. Add the dependencies"
                            + " org.bytedeco:ffmpeg:8.0.1-1.5.13 and org.bytedeco:javacpp:1.5.13 to"
                            + " the job, both with the classifier "
                                + platform);
    }

    @Test
    void saysSoAgain() throws Exception {
        Pattern natives = Pattern.compile(".*-" + Loader.getPlatform() + "\\.jar");

        assertThat(load(natives)).isEqualTo(load(natives));
    }

    /** As Flink does when a job is submitted again to a session cluster. */
    @Test
    void loadsInSeveralClassLoadersOfAProcess() throws Exception {
        FFmpeg.load();

        assertThat(load(Pattern.compile("nothing"))).isEqualTo("loaded");
        assertThat(load(Pattern.compile("nothing"))).isEqualTo("loaded");
    }

    /** What comes of loading FFmpeg in a class loader that lacks some jars. */
    private static String load(Pattern without) throws Exception {
        System.clearProperty("kvs.test.load");
        try (URLClassLoader loader =
                new URLClassLoader(classPath(without), ClassLoader.getPlatformClassLoader())) {
            Method main = loader.loadClass(Load.class.getName()).getMethod("main", String[].class);
            main.invoke(null, (Object) NO_ARGUMENTS);
        }
        return System.getProperty("kvs.test.load");
    }

    private static URL[] classPath(Pattern without) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry :
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> !without.matcher(path).matches())
                        .toList()) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
