/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;

/** The arrows between packages point one way, and to nothing of Flink's that may change. */
@AnalyzeClasses(
        packages = "io.kvsarchive",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ArchitectureTest.ConnectorOnly.class
        })
class ArchitectureTest {

    /** The local archive, which the tests use, has packages of its own. */
    static final class ConnectorOnly implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/io/kvsarchive/local/");
        }
    }

    /**
     * Nothing that Flink declares public keeps a job from being restarted for ever; this annotation
     * has done so, under the same name, since Flink 1.5.
     */
    private static final String NO_RESTART = "org.apache.flink.runtime.throwable";

    private static final String SOURCE = "io.kvsarchive.flink.source";

    /** Annotations alone: whoever bears them knows no code of Flink's. */
    private static final String FLINK_ANNOTATIONS = "org.apache.flink.annotation..";

    /** The types that users name or get. */
    private static final Set<String> API =
            Set.of(
                    "ArchivedFragment",
                    "ArchivedFrame",
                    "ArchivedFrameMetadata",
                    "AudioFormat",
                    "BrokenStreamPolicy",
                    "Cause",
                    "Filter",
                    "FragmentMetadata",
                    "FragmentSelectorType",
                    "Frame",
                    "KvsArchiveDeserializationSchema",
                    "KvsArchiveFragmentDeserializationSchema",
                    "KvsArchiveListingSourceBuilder",
                    "KvsArchiveMediaSourceBuilder",
                    "KvsArchiveSource",
                    "KvsArchiveSourceBuilder",
                    "KvsArchiveSourceOptions",
                    "LostFragment",
                    "LostFragmentPolicy",
                    "PictureSize",
                    "ReadOrder",
                    "StreamDescription",
                    "Tag",
                    "Track",
                    "TrackType",
                    "WholeFragment");

    /** What users see of ours and are not meant to. */
    private static final Set<String> SHOWN_ALL_THE_SAME =
            Set.of(
                    // Source's type parameters are what a source and Flink tell each other.
                    "KvsArchiveSource shows KvsArchiveEnumeratorState",
                    "KvsArchiveSource shows KvsArchiveSplit");

    @ArchTest
    static final ArchRule MEDIA_KNOWS_BYTES_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("io.kvsarchive.media..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.apache.flink..", "software.amazon.awssdk..")
                                    .and(not(resideInAPackage(FLINK_ANNOTATIONS)))
                                    .or(
                                            resideInAPackage("io.kvsarchive..")
                                                    .and(
                                                            not(
                                                                    resideInAPackage(
                                                                            "io.kvsarchive.media..")))));

    @ArchTest
    static final ArchRule SERVICE_KNOWS_NEITHER_FLINK_NOR_MEDIA =
            noClasses()
                    .that()
                    .resideInAPackage("io.kvsarchive.service..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "org.apache.flink..",
                                            "io.kvsarchive.media..",
                                            "io.kvsarchive.flink..")
                                    .and(not(resideInAPackage(FLINK_ANNOTATIONS))));

    @ArchTest
    static final ArchRule ONLY_SERVICE_KNOWS_THE_SDK =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.kvsarchive.service..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("io.kvsarchive..")
                    .layer("media")
                    .definedBy("io.kvsarchive.media..")
                    .layer("service")
                    .definedBy("io.kvsarchive.service..")
                    .layer("log")
                    .definedBy(SOURCE + ".log..")
                    .layer("selection")
                    .definedBy(SOURCE + ".selection..")
                    .layer("record")
                    .definedBy(SOURCE + ".record..")
                    .layer("split")
                    .definedBy(SOURCE + ".split..")
                    .layer("config")
                    .definedBy(SOURCE + ".config..")
                    .layer("watermark")
                    .definedBy(SOURCE + ".watermark..")
                    .layer("metrics")
                    .definedBy(SOURCE + ".metrics..")
                    .layer("quota")
                    .definedBy(SOURCE + ".quota..")
                    .layer("listing")
                    .definedBy(SOURCE + ".listing..")
                    .layer("discovery")
                    .definedBy(SOURCE + ".discovery..")
                    .layer("enumerator")
                    .definedBy(SOURCE + ".enumerator..")
                    .layer("fetch")
                    .definedBy(SOURCE + ".fetch..")
                    .layer("reader")
                    .definedBy(SOURCE + ".reader..")
                    .layer("source")
                    .definedBy(SOURCE)
                    .layer("table")
                    .definedBy("io.kvsarchive.flink.table..")
                    .whereLayer("table")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("media")
                    .mayNotAccessAnyLayer()
                    .whereLayer("service")
                    .mayNotAccessAnyLayer()
                    .whereLayer("log")
                    .mayNotAccessAnyLayer()
                    .whereLayer("selection")
                    .mayOnlyAccessLayers("service")
                    .whereLayer("record")
                    .mayOnlyAccessLayers("media")
                    .whereLayer("split")
                    .mayOnlyAccessLayers("record", "service")
                    .whereLayer("config")
                    .mayOnlyAccessLayers("selection", "record", "split", "media", "service")
                    .whereLayer("watermark")
                    .mayOnlyAccessLayers("split")
                    .whereLayer("metrics")
                    .mayOnlyAccessLayers("split", "service")
                    .whereLayer("quota")
                    .mayOnlyAccessLayers("config", "service")
                    .whereLayer("listing")
                    .mayOnlyAccessLayers("config", "record", "split", "service", "log")
                    .whereLayer("discovery")
                    .mayOnlyAccessLayers(
                            "config",
                            "selection",
                            "listing",
                            "quota",
                            "metrics",
                            "split",
                            "service",
                            "log")
                    .whereLayer("enumerator")
                    .mayOnlyAccessLayers(
                            "discovery",
                            "config",
                            "selection",
                            "listing",
                            "quota",
                            "watermark",
                            "metrics",
                            "split",
                            "service",
                            "log")
                    .whereLayer("fetch")
                    .mayOnlyAccessLayers(
                            "config", "record", "metrics", "split", "media", "service", "log")
                    .whereLayer("reader")
                    .mayOnlyAccessLayers(
                            "fetch",
                            "config",
                            "record",
                            "watermark",
                            "metrics",
                            "split",
                            "media",
                            "service",
                            "log");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.kvsarchive.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOTHING_THAT_IS_INTERNAL_TO_FLINK =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.apache.flink..")
                                    .and(not(resideInAPackage(FLINK_ANNOTATIONS)))
                                    .and(not(resideInAPackage(NO_RESTART)))
                                    .and(
                                            not(
                                                    bearsOneOf(
                                                            Public.class,
                                                            PublicEvolving.class,
                                                            Experimental.class))));

    @ArchTest
    static final ArchRule PUBLIC_CLASSES_SAY_WHOM_THEY_ARE_FOR =
            classes()
                    .that()
                    .haveModifier(JavaModifier.PUBLIC)
                    .and()
                    .areTopLevelClasses()
                    .should(
                            be(
                                    bearsOneOf(
                                            PublicEvolving.class,
                                            Experimental.class,
                                            Internal.class)));

    @ArchTest
    static final ArchRule USERS_MEET_THESE_CLASSES_ALONE =
            classes()
                    .that()
                    .areAnnotatedWith(PublicEvolving.class)
                    .should(
                            be(
                                    describe(
                                            "in the list of the API",
                                            javaClass -> API.contains(javaClass.getSimpleName()))));

    @ArchTest
    static final ArchRule USERS_MEET_NOTHING_INTERNAL =
            classes()
                    .that(PublicApi.types())
                    .should(PublicApi.showNothingInternal(SHOWN_ALL_THE_SAME));

    @ArchTest static final ArchRule NO_JAVA_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** Whether the class, or the one around it, bears one of Flink's annotations. */
    @SafeVarargs
    private static DescribedPredicate<JavaClass> bearsOneOf(
            Class<? extends Annotation>... annotations) {
        return describe(
                "annotated as meant for others",
                javaClass -> {
                    JavaClass annotated = javaClass.getBaseComponentType();
                    while (true) {
                        for (Class<? extends Annotation> annotation : annotations) {
                            if (annotated.isAnnotatedWith(annotation)) {
                                return true;
                            }
                        }
                        if (annotated.getEnclosingClass().isEmpty()) {
                            return false;
                        }
                        annotated = annotated.getEnclosingClass().get();
                    }
                });
    }
}
