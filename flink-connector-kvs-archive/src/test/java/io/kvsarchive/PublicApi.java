/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/** The types that users of the connector meet, and what their signatures show. */
public final class PublicApi {

    private PublicApi() {}

    /** Annotated as such, by themselves or by the type around them. */
    public static DescribedPredicate<JavaClass> types() {
        return describe("are for users", PublicApi::isForUsers);
    }

    private static boolean isForUsers(JavaClass type) {
        if (!type.getModifiers().contains(PUBLIC) || type.isAnnotatedWith(Internal.class)) {
            return false;
        }
        return type.isAnnotatedWith(PublicEvolving.class)
                || type.getEnclosingClass().filter(PublicApi::isForUsers).isPresent();
    }

    /**
     * Whoever can name a type can name, of ours, all that its supertypes and its public and
     * protected members are made of, type arguments included.
     *
     * @param exceptions each as "TYPE shows TYPE", by their simple names
     */
    public static ArchCondition<JavaClass> showNothingInternal(Set<String> exceptions) {
        return new ArchCondition<>("show nothing internal in their signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                supertypes(type)
                        .forEach(shown -> check(type, type.getDescription(), shown, events));
                type.getMembers().stream()
                        .filter(PublicApi::isForUsers)
                        .forEach(
                                member ->
                                        shownBy(member)
                                                .forEach(
                                                        shown ->
                                                                check(
                                                                        type,
                                                                        member.getDescription(),
                                                                        shown,
                                                                        events)));
            }

            private void check(
                    JavaClass type, String where, JavaClass shown, ConditionEvents events) {
                String what = type.getSimpleName() + " shows " + shown.getSimpleName();
                if (isOurs(shown) && !isForUsers(shown) && !exceptions.contains(what)) {
                    events.add(violated(type, "%s: %s".formatted(what, where)));
                }
            }
        };
    }

    private static Stream<JavaClass> supertypes(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream(),
                        type.getInterfaces().stream(),
                        type.getTypeParameters().stream())
                .flatMap(types -> types)
                .map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Collection::stream);
    }

    private static boolean isForUsers(JavaMember member) {
        return (member.getModifiers().contains(PUBLIC) || member.getModifiers().contains(PROTECTED))
                && !member.getModifiers().contains(SYNTHETIC)
                && !member.isAnnotatedWith(Internal.class);
    }

    private static Stream<JavaClass> shownBy(JavaMember member) {
        Stream<JavaClass> types = member.getAllInvolvedRawTypes().stream();
        return member instanceof JavaCodeUnit code
                ? Stream.concat(types, code.getExceptionTypes().stream())
                : types;
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("io.kvsarchive");
    }
}
