/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/**
 * Holds for a class if the Flink on the class path has all classes, methods and fields that the
 * class refers to, and wants no method of it that it doesn't have.
 */
final class LinkWithFlink extends ArchCondition<JavaClass> {

    private final String flink;

    /** Takes the version on the class path, for messages. */
    LinkWithFlink(Version flink) {
        super("link with Flink " + flink);
        this.flink = "Flink " + flink;
    }

    @Override
    public void check(JavaClass origin, ConditionEvents events) {
        origin.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !isThere(dependency.getTargetClass().getBaseComponentType()))
                .map(
                        dependency ->
                                dependency.getDescription() + ", a class that " + flink + " lacks")
                .forEach(message -> events.add(SimpleConditionEvent.violated(origin, message)));
        origin.getAccessesFromSelf().stream()
                .filter(access -> mayBeOfFlink(access.getTargetOwner()) && !isThere(access))
                .map(access -> access.getDescription() + ", a member that " + flink + " lacks")
                .forEach(message -> events.add(SimpleConditionEvent.violated(origin, message)));
        origin.getAllMethods().stream()
                .filter(method -> isOfFlink(method.getOwner()) && !isImplemented(method, origin))
                .map(
                        method ->
                                origin.getDescription()
                                        + " does not implement "
                                        + method.getFullName()
                                        + ", which is abstract in "
                                        + flink)
                .forEach(message -> events.add(SimpleConditionEvent.violated(origin, message)));
    }

    private static boolean isOfFlink(JavaClass type) {
        return type.getPackageName().startsWith("org.apache.flink");
    }

    /** Members that are inherited from Flink are referred to as those of the connector's class. */
    private static boolean mayBeOfFlink(JavaClass owner) {
        return isOfFlink(owner)
                || (owner.getPackageName().startsWith("io.kvsarchive") && !owner.isArray());
    }

    private static boolean isThere(JavaClass type) {
        if (!isOfFlink(type)) {
            return true;
        }
        try {
            Class.forName(type.getName(), false, LinkWithFlink.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isThere(JavaAccess<?> access) {
        Optional<? extends JavaMember> member = access.getTarget().resolveMember();
        // ArchUnit looks for methods by name and descriptor, and for fields by name.
        return access.getTarget() instanceof FieldAccessTarget field
                ? member.filter(found -> isOfType((JavaField) found, field.getRawType()))
                        .isPresent()
                : member.isPresent();
    }

    private static boolean isOfType(JavaField field, JavaClass type) {
        return field.getRawType().getName().equals(type.getName());
    }

    private static boolean isImplemented(JavaMethod method, JavaClass type) {
        return isAbstract(type)
                || type.getAllMethods().stream()
                        .filter(other -> !other.getModifiers().contains(JavaModifier.ABSTRACT))
                        .anyMatch(
                                other ->
                                        other.getName().equals(method.getName())
                                                && other.getDescriptor()
                                                        .equals(method.getDescriptor()));
    }

    private static boolean isAbstract(JavaClass type) {
        return type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT);
    }
}
