/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Names in a line of the log: the first of them, and how many there are beside. */
@Internal
public record FewNames(Collection<String> names) {

    private static final int MAX = 5;

    @Override
    public String toString() {
        String first =
                names.stream()
                        .limit(MAX)
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", "));
        return names.size() <= MAX ? first : "%s and %s more".formatted(first, names.size() - MAX);
    }
}
