/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The names of streams that a query wants, of those that there are.
 *
 * @param names null for any
 * @param prefix what the names begin with
 */
@Internal
public record StreamNames(@Nullable Set<String> names, String prefix) implements Serializable {

    public static final StreamNames ALL = new StreamNames(null, "");
    public static final StreamNames NONE = new StreamNames(Set.of(), "");

    public StreamNames {
        names = names == null ? null : Set.copyOf(names);
        Objects.requireNonNull(prefix, "prefix");
    }

    public static StreamNames of(Set<String> names) {
        return new StreamNames(names, "");
    }

    public static StreamNames startingWith(String prefix) {
        return new StreamNames(null, prefix);
    }

    boolean accepts(String name) {
        return name.startsWith(prefix) && (names == null || names.contains(name));
    }

    /** The names that are among both. */
    public StreamNames and(StreamNames other) {
        Set<String> both = names == null ? other.names : names;
        if (names != null && other.names != null) {
            both = new LinkedHashSet<>(names);
            both.retainAll(other.names);
        }
        if (prefix.startsWith(other.prefix)) {
            return new StreamNames(both, prefix);
        }
        return other.prefix.startsWith(prefix) ? new StreamNames(both, other.prefix) : NONE;
    }

    /**
     * What the names begin with of all streams that are wanted; empty if none is.
     *
     * @param ofAll what the names begin with of all streams that there are
     */
    Optional<String> commonPrefix(String ofAll) {
        StreamNames wanted = and(startingWith(ofAll));
        return wanted.names == null
                ? Optional.of(wanted.prefix)
                : wanted.names.stream().filter(wanted::accepts).reduce(StreamNames::inCommon);
    }

    private static String inCommon(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length())
                && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }
}
