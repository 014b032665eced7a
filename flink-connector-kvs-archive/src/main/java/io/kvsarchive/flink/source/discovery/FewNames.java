/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Names for a line of the log, however many there are. */
@Internal
public final class FewNames {

    private static final int MOST = 5;

    private FewNames() {}

    /** The first of the names, and how many there are beside. */
    public static String of(Collection<String> names) {
        String first =
                names.stream()
                        .limit(MOST)
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
