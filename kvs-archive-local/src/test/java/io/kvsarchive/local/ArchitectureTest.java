/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/**
 * The arrows between the rooms: http to service to quota to fault to archive to matroska, and none
 * back.
 */
@AnalyzeClasses(
        packages = "io.kvsarchive.local",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.kvsarchive.local";

    @ArchTest
    static final ArchRule neitherFlinkNorTheConnectorNorTheSdk =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "org.apache.flink..",
                                    "io.kvsarchive.media..",
                                    "io.kvsarchive.service..",
                                    "io.kvsarchive.flink..",
                                    "software.amazon..",
                                    "com.amazonaws.services.."));

    @ArchTest
    static final ArchRule theParserLibraryIsBehindMatroska =
            noClasses()
                    .that(resideInAPackage(ROOT + ".."))
                    .and()
                    .resideOutsideOfPackage(ROOT + ".matroska")
                    .should()
                    .dependOnClassesThat(resideInAPackage("com.amazonaws.."));

    @ArchTest
    static final ArchRule nettyIsBehindHttp =
            noClasses()
                    .that(resideInAPackage(ROOT + ".."))
                    .and()
                    .resideOutsideOfPackage(ROOT + ".http")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.netty.."));

    @ArchTest
    static final ArchRule matroskaKnowsNoOtherRoom =
            noClasses()
                    .that(resideInAPackage(ROOT + ".matroska"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROOT, ROOT + ".archive", ROOT + ".service", ROOT + ".http"));

    @ArchTest
    static final ArchRule archiveKnowsNothingOfTheWire =
            noClasses()
                    .that(resideInAPackage(ROOT + ".archive"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROOT + ".service", ROOT + ".http", "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule faultKnowsNothingOfTheWire =
            noClasses()
                    .that(resideInAPackage(ROOT + ".fault"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROOT + ".service", ROOT + ".http", "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule quotaKnowsNeitherTheWireNorTheMedia =
            noClasses()
                    .that(resideInAPackage(ROOT + ".quota"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROOT + ".service",
                                    ROOT + ".http",
                                    ROOT + ".archive",
                                    ROOT + ".matroska",
                                    "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule whatHoldsTheMediaKnowsNoFaults =
            noClasses()
                    .that(resideInAnyPackage(ROOT + ".archive", ROOT + ".matroska"))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(ROOT + ".fault", ROOT + ".quota"));

    @ArchTest
    static final ArchRule faultKnowsNoQuota =
            noClasses()
                    .that(resideInAPackage(ROOT + ".fault"))
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + ".quota"));

    @ArchTest
    static final ArchRule serviceKnowsNeitherHttpNorMatroska =
            noClasses()
                    .that(resideInAPackage(ROOT + ".service"))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(ROOT + ".http", ROOT + ".matroska"));

    /** Below it, only the values that users give or get: descriptions and records. */
    @ArchTest
    static final ArchRule roomsDoNotKnowTheHouse =
            noClasses()
                    .that(resideInAPackage(ROOT + ".*"))
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(
                            LocalKvsArchive.class,
                            LocalKvsArchiveConfig.class,
                            SampleArchive.class,
                            ServeCommand.class,
                            RequestLog.class);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes()
                    .should(
                            ArchCondition.from(
                                    describe(
                                            "reside in a package that is @NullMarked",
                                            (JavaClass javaClass) ->
                                                    javaClass
                                                            .getPackage()
                                                            .isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule classesAreFinal =
            classes()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .and()
                    .areNotAnonymousClasses()
                    .should()
                    .haveModifier(JavaModifier.FINAL);
}
