/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import io.kvsarchive.PublicApi;
import io.kvsarchive.flink.source.record.RecordSerializer;
import io.kvsarchive.flink.source.record.RecordTypeInfo;
import io.kvsarchive.flink.source.record.WireFormat;
import java.util.Set;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.jspecify.annotations.NullMarked;

/** The arrows between packages point one way, and to nothing of Flink's that may change. */
@AnalyzeClasses(
        packages = "io.kvsarchive.decode",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FFMPEG = "io.kvsarchive.decode.ffmpeg..";

    /** Annotations alone: whoever bears them knows no code of Flink's. */
    private static final String FLINK_ANNOTATIONS = "org.apache.flink.annotation..";

    private static final Class<?>[] BUILT_ON_ALL_THE_SAME = {
        // Flink knows the records of both modules by types of one kind.
        RecordTypeInfo.class,
        // They are written by serializers of one kind, with one format for what they have in
        // common.
        RecordSerializer.class,
        WireFormat.class
    };

    @ArchTest
    static final ArchRule ARROWS_POINT_ONE_WAY =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("io.kvsarchive.decode..")
                    .layer("values")
                    .definedBy("io.kvsarchive.decode")
                    .layer("ffmpeg")
                    .definedBy(FFMPEG)
                    .layer("flink")
                    .definedBy("io.kvsarchive.decode.flink..")
                    .whereLayer("values")
                    .mayNotAccessAnyLayer()
                    .whereLayer("ffmpeg")
                    .mayOnlyAccessLayers("values");

    /** What is internal to the connector may change with it, but for a few types. */
    @ArchTest
    static final ArchRule BUILDS_ON_WHAT_THE_CONNECTOR_OFFERS =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.kvsarchive..")
                                    .and(not(resideInAPackage("io.kvsarchive.decode..")))
                                    .and(not(PublicApi.types()))
                                    .and(not(belongToAnyOf(BUILT_ON_ALL_THE_SAME))));

    @ArchTest
    static final ArchRule PUBLIC_CLASSES_SAY_WHOM_THEY_ARE_FOR =
            classes()
                    .that()
                    .haveModifier(JavaModifier.PUBLIC)
                    .and()
                    .areTopLevelClasses()
                    .should()
                    .beAnnotatedWith(PublicEvolving.class)
                    .orShould()
                    .beAnnotatedWith(Internal.class);

    @ArchTest
    static final ArchRule USERS_MEET_NOTHING_INTERNAL =
            classes().that(PublicApi.types()).should(PublicApi.showNothingInternal(Set.of()));

    @ArchTest
    static final ArchRule EACH_PACKAGE_IS_NULL_MARKED =
            classes()
                    .should(
                            be(
                                    describe(
                                            "in a package that is @NullMarked",
                                            javaClass ->
                                                    javaClass
                                                            .getPackage()
                                                            .isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_FFMPEG =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(FFMPEG)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule FFMPEG_KNOWS_NO_FLINK =
            noClasses()
                    .that()
                    .resideInAPackage(FFMPEG)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.apache.flink..", "io.kvsarchive.flink..")
                                    .and(not(resideInAPackage(FLINK_ANNOTATIONS))));

    /** Nothing that is public gives a record another time in the midst of a job. */
    @ArchTest
    static final ArchRule NOTHING_THAT_IS_INTERNAL_TO_FLINK =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.apache.flink..")
                                    .and(not(resideInAPackage(FLINK_ANNOTATIONS)))
                                    .and(
                                            not(
                                                    describe(
                                                            "public",
                                                            ArchitectureTest::isPublicInFlink))));

    @ArchTest
    static final ArchRule CLASSES_ARE_FINAL =
            classes()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .and()
                    .areNotAnonymousClasses()
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .orShould()
                    .beAssignableTo(Enum.class);

    @ArchTest static final ArchRule NO_JAVA_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static boolean isPublicInFlink(JavaClass javaClass) {
        JavaClass outermost = javaClass.getBaseComponentType();
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.isEquivalentTo(TimestampedCollector.class)
                || outermost.isAnnotatedWith(Public.class)
                || outermost.isAnnotatedWith(PublicEvolving.class)
                || outermost.isAnnotatedWith(Experimental.class);
    }
}
