/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.KvsArchiveSource;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The tests run with the Flink, and with the connector, that the build means. */
@EnabledIfSystemProperty(
        named = ClassPathITCase.FLINK_VERSION,
        matches = ".+",
        disabledReason = "the build has not said which Flink it means")
class ClassPathITCase {

    static final String FLINK_VERSION = "compatibility.flink.version";
    private static final String CONNECTOR = "compatibility.connector";

    /** Those that Flink releases on their own have versions of their own. */
    private static final Pattern FLINKS_JAR = Pattern.compile("flink-(?!shaded-|connector-kvs-).*");

    private final String version = System.getProperty(FLINK_VERSION);

    @Test
    void holdsOneFlink() {
        List<String> jars =
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getProperty("java.class.path"))
                        .map(entry -> Path.of(entry).getFileName().toString())
                        .filter(FLINKS_JAR.asMatchPredicate())
                        .toList();

        assertThat(EnvironmentInformation.getVersion()).isEqualTo(version);
        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("flink-runtime-"))
                .anyMatch(jar -> jar.startsWith("flink-connector-base-"))
                .allMatch(jar -> jar.matches(".*-\\Q" + version + "\\E(-tests)?\\.jar"));
    }

    @Test
    void holdsTheJarOfTheConnectorThatWasBuiltOnce() throws Exception {
        assertThat(
                        Path.of(
                                KvsArchiveSource.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()))
                .isRegularFile()
                .isEqualTo(Path.of(System.getProperty(CONNECTOR)).toRealPath());
    }
}
