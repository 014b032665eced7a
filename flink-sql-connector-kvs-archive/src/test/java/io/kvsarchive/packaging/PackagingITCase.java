/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the jar that users drop into Flink, and what is not. */
class PackagingITCase {

    private static final String SHADED = "io.kvsarchive.shaded.";
    private static final String SDK = SHADED + "software.amazon.awssdk.";

    /** The names of bundled classes, as they are outside; messages name a native library, too. */
    private static final Pattern NAME_FROM_OUTSIDE =
            Pattern.compile(
                    "(?<![\\w./$])(software[./]amazon[./](?!awssdk.crt)|com[./]amazonaws[./]kinesisvideo[./]"
                        + "|org[./]apache[./](commons|http)[./]|org[./]reactivestreams[./]"
                        + "|/?mozilla/)[\\w./$-]*");

    private static final Pattern BUNDLED = Pattern.compile("(?m)^- ([^:\\s]+):([^:\\s]+):(\\S+)$");

    private static BundledJar jar;

    @TempDir Path folder;

    @BeforeAll
    static void open() throws IOException {
        jar = BundledJar.ofSql();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void holdsNothingOutsideItsOwnNames() {
        assertThat(jar.entries())
                .contains("io/kvsarchive/flink/source/KvsArchiveSource.class")
                .allMatch(
                        name -> name.startsWith("io/kvsarchive/") || name.startsWith("META-INF/"));
        assertThat(jar.entriesBelow("io/kvsarchive/"))
                .allMatch(
                        name ->
                                List.of("flink/", "service/", "media/", "shaded/").stream()
                                        .anyMatch(name::startsWith));
    }

    /** No Flink, no logging, no classes for other releases of Java, no signature. */
    @Test
    void holdsNothingThatIsAnOthersToBring() {
        assertThat(jar.entriesBelow("io/kvsarchive/shaded/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/"))
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.contains("log4j") || name.contains("logback"))
                .noneMatch(name -> name.startsWith("io/netty/"))
                .noneMatch(name -> name.endsWith(".so") || name.endsWith(".properties.vm"));
        assertThat(jar.entries()).noneMatch(name -> name.endsWith("module-info.class"));
        assertThat(jar.entriesBelow("META-INF/"))
                .filteredOn(name -> !name.startsWith("maven/") && !name.startsWith("services/"))
                .containsExactlyInAnyOrder(
                        "MANIFEST.MF",
                        "LICENSE",
                        "NOTICE",
                        "FastDoubleParser-LICENSE",
                        "FastDoubleParser-NOTICE",
                        "thirdparty-LICENSE");
    }

    @Test
    void bearsTheLicenceOfTheProject() throws IOException {
        assertThat(jar.read("META-INF/LICENSE"))
                .isEqualTo(Files.readString(Path.of("..", "LICENSE")));
    }

    @Test
    void namesInItsNoticeWhatItBundlesAndNothingElse() throws IOException {
        Set<String> noticed =
                BUNDLED.matcher(jar.read("META-INF/NOTICE"))
                        .results()
                        .map(
                                line ->
                                        "%s/%s/%s/%s-%s.jar"
                                                .formatted(
                                                        line.group(1).replace('.', '/'),
                                                        line.group(2),
                                                        line.group(3),
                                                        line.group(2),
                                                        line.group(3)))
                        .collect(Collectors.toSet());
        List<String> bundled =
                jar.origins().stream()
                        .map(path -> path.toString().replace(File.separatorChar, '/'))
                        .filter(path -> !path.contains("/flink-connector-kvs-archive"))
                        .map(
                                path ->
                                        noticed.stream()
                                                .filter(path::endsWith)
                                                .findFirst()
                                                .orElse(path))
                        .toList();

        assertThat(noticed).isNotEmpty().containsExactlyInAnyOrderElementsOf(bundled);
    }

    @Test
    void namesServicesByTheNamesThatTheyHaveInside() throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        for (String service : jar.entriesBelow("META-INF/services/")) {
            services.put(service, implementations(service));
        }

        assertThat(services)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "org.apache.flink.table.factories.Factory",
                                List.of("io.kvsarchive.flink.table.KvsArchiveTableFactory"),
                                SDK + "http.SdkHttpService",
                                List.of(SDK + "http.apache.ApacheSdkHttpService"),
                                SDK + "thirdparty.jackson.core.JsonFactory",
                                List.of(SDK + "thirdparty.jackson.core.JsonFactory"),
                                SHADED + "org.apache.commons.logging.LogFactory",
                                List.of(
                                        SHADED
                                                + "org.apache.commons.logging.impl"
                                                + ".SLF4JLogFactory")));
    }

    private static List<String> implementations(String service) throws IOException {
        return jar.read("META-INF/services/" + service)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Neither code nor a name in a text leads to classes of the same libraries outside. */
    @Test
    void refersToNothingThatItBundlesByItsNameOutside() throws IOException {
        for (String entry : jar.entriesBelow("")) {
            if (entry.endsWith(".class")) {
                assertThat(NAME_FROM_OUTSIDE.matcher(jar.read(entry)).results())
                        .extracting(MatchResult::group)
                        .as(entry)
                        .isEmpty();
            }
        }
    }

    /** But for the SDK's code for a native library, which the SDK itself has as an option. */
    @Test
    void findsAllThatItNeedsInItselfAndFlink() {
        StringWriter output = new StringWriter();
        int status =
                ToolProvider.findFirst("jdeps")
                        .orElseThrow()
                        .run(
                                new PrintWriter(output),
                                new PrintWriter(output),
                                "--multi-release",
                                "base",
                                "--missing-deps",
                                "-cp",
                                jar.neighbours()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(File.pathSeparator)),
                                jar.path().toString());

        assertThat(status).as(output.toString()).isZero();
        assertThat(output.toString().lines().filter(line -> line.startsWith("   ")))
                .isNotEmpty()
                .allMatch(
                        line -> line.matches(".*-> " + Pattern.quote(SDK) + "(crt|crtcore)\\..*"));
    }

    @Test
    void isFoundByFlink() throws Exception {
        try (URLClassLoader loader = jar.loader()) {
            Class<?> factory = loader.loadClass("org.apache.flink.table.factories.Factory");

            assertThat(ServiceLoader.load(factory, loader).stream())
                    .extracting(ServiceLoader.Provider::type)
                    .extracting(Class::getName)
                    .contains("io.kvsarchive.flink.table.KvsArchiveTableFactory");
        }
    }

    /** What the SDK finds by names: regions, the HTTP client, roles by web identity and profile. */
    @Test
    void findsWhatTheSdkLooksForByName() throws Exception {
        try (URLClassLoader loader = jar.loader()) {
            Object region = call(loader, SDK + "regions.Region", "of", "us-west-2");
            Object metadata =
                    call(
                            loader,
                            SDK + "services.kinesisvideo.KinesisVideoClient",
                            "serviceMetadata");
            Object client = call(loader, SDK + "http.apache.ApacheHttpClient", "create");
            Object webIdentity =
                    call(
                            loader,
                            SDK + "auth.credentials.internal.WebIdentityCredentialsUtils",
                            "factory");

            assertThat(
                            metadata.getClass()
                                    .getMethod("endpointFor", region.getClass())
                                    .invoke(metadata, region))
                    .isEqualTo(URI.create("kinesisvideo.us-west-2.amazonaws.com"));
            assertThat(client.getClass().getClassLoader()).isSameAs(loader);
            assertThat(webIdentity.getClass().getName()).startsWith(SDK + "services.sts.");
        }
    }

    /** By these the HTTP client checks the names in certificates; without them it trusts more. */
    @Test
    void holdsThePublicSuffixes() throws Exception {
        try (URLClassLoader loader = jar.loader()) {
            Object suffixes =
                    call(
                            loader,
                            SHADED + "org.apache.http.conn.util.PublicSuffixMatcherLoader",
                            "getDefault");

            assertThat(
                            suffixes.getClass()
                                    .getMethod("getDomainRoot", String.class)
                                    .invoke(suffixes, "cameras.example.co.uk"))
                    .isEqualTo("example.co.uk");
        }
    }

    /** What a user's own SDK is told to load is not this one's. */
    @Test
    void takesNoInterceptorsOfAnotherSdk() throws Exception {
        Path interceptors =
                folder.resolve("software/amazon/awssdk/global/handlers/execution.interceptors");
        Files.createDirectories(interceptors.getParent());
        Files.writeString(interceptors, "com.example.Interceptor\n");
        String inside = "io/kvsarchive/shaded/" + folder.relativize(interceptors);

        try (URLClassLoader loader = jar.loader(folder)) {
            assertThat(globalInterceptors(loader)).isEmpty();
        }
        Files.createDirectories(folder.resolve(inside).getParent());
        Files.copy(interceptors, folder.resolve(inside));
        try (URLClassLoader loader = jar.loader(folder)) {
            assertThatThrownBy(() -> globalInterceptors(loader))
                    .hasStackTraceContaining("com.example.Interceptor");
        }
    }

    private static List<?> globalInterceptors(ClassLoader loader) throws Exception {
        Class<?> chain =
                loader.loadClass(SDK + "core.interceptor.ClasspathInterceptorChainFactory");
        Object factory = chain.getConstructor().newInstance();
        return (List<?>) chain.getMethod("getGlobalInterceptors").invoke(factory);
    }

    private static Object call(
            ClassLoader loader, String className, String method, String... arguments)
            throws Exception {
        Class<?>[] types = Arrays.stream(arguments).map(Object::getClass).toArray(Class[]::new);
        return loader.loadClass(className)
                .getMethod(method, types)
                .invoke(null, (Object[]) arguments);
    }
}
