/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.kvsarchive.flink.source.KvsArchiveSource;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Map;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;

/** What the connector was compiled to refer to is there in the Flink that it runs with. */
class LinkageITCase {

    /** Classes that need more than the oldest Flink has, each with the first that has it. */
    private static final Map<String, Version> NEEDED_VERSIONS =
            Map.of("io.kvsarchive.flink.source.ReassigningKvsArchiveSource", Version.parse("2.2"));

    private static final Version FLINK = Version.parse(EnvironmentInformation.getVersion());

    private static final DescribedPredicate<JavaClass> NEEDS_SOME_FLINK =
            describe(
                    "what needs a certain Flink",
                    javaClass -> NEEDED_VERSIONS.containsKey(javaClass.getName()));

    private static final DescribedPredicate<JavaClass> NEEDS_LATER_FLINK =
            describe(
                    "what needs a later Flink",
                    javaClass ->
                            NEEDED_VERSIONS
                                            .getOrDefault(javaClass.getName(), FLINK)
                                            .compareTo(FLINK)
                                    > 0);

    private final JavaClasses connector =
            new ClassFileImporter()
                    .withImportOption(location -> location.contains(pathOfConnector()))
                    .importPackages("io.kvsarchive");

    @Test
    void refersToNothingThatThisFlinkLacks() {
        classes()
                .that(not(belongTo(NEEDS_LATER_FLINK)))
                .should(new LinkWithFlink(FLINK))
                .check(connector);
    }

    @Test
    void namesInStringsOnlyWhatNotEachFlinkCanLoad() {
        assertThat(NEEDED_VERSIONS.keySet()).allMatch(connector::contain);
        noClasses()
                .that(not(belongTo(NEEDS_SOME_FLINK)))
                .should()
                .dependOnClassesThat(belongTo(NEEDS_SOME_FLINK))
                .because("other versions of Flink can't load it")
                .check(connector);
    }

    private static String pathOfConnector() {
        return KvsArchiveSource.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
