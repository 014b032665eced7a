/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A jar of the build, and what is in it. */
final class BundledJar implements AutoCloseable {

    private static final String SHADED = "io/kvsarchive/shaded/";

    private final Path path;
    private final JarFile file;

    private BundledJar(Path path) throws IOException {
        this.path = path;
        this.file = new JarFile(path.toFile());
    }

    /** The one that users drop into Flink. */
    static BundledJar ofSql() throws IOException {
        return new BundledJar(Path.of(System.getProperty("packaging.jar")));
    }

    /** The names of all files. */
    Set<String> entries() {
        return entries(file);
    }

    /** The names of the files below a folder, without it. */
    List<String> entriesBelow(String folder) {
        return entries().stream()
                .filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length()))
                .sorted()
                .toList();
    }

    /** What a file holds, each byte as a character where it is no text. */
    String read(String entry) throws IOException {
        try (InputStream content = file.getInputStream(file.getEntry(entry))) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The jars of the class path that any of its classes or resources comes from. */
    Set<Path> origins() {
        return classPath().filter(this::sharesWith).collect(Collectors.toSet());
    }

    private boolean sharesWith(Path jar) {
        try (JarFile other = new JarFile(jar.toFile())) {
            Set<String> mine = entries();
            return entries(other).stream()
                    .filter(name -> !name.startsWith("META-INF/"))
                    .anyMatch(name -> mine.contains(name) || mine.contains(SHADED + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jars beside it in Flink: those of the class path that it holds nothing of. */
    Stream<Path> neighbours() {
        return classPath().filter(jar -> !sharesWith(jar));
    }

    /** A class loader that knows this jar, some others and the JDK. */
    URLClassLoader loader(Path... others) {
        URL[] urls =
                Stream.of(Stream.of(path), Stream.of(others), neighbours())
                        .flatMap(paths -> paths)
                        .map(BundledJar::url)
                        .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> classPath() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> !jar.getFileName().toString().startsWith("flink-sql-connector-"));
    }

    private static Set<String> entries(JarFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .collect(Collectors.toSet());
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
