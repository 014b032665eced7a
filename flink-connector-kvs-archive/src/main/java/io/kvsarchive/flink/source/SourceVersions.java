/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.SourceSettings;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.selection.StreamSelection;

/** Makes the source that has all that the Flink at hand offers. */
final class SourceVersions {

    /** Known from Flink 2.2 on. */
    private static final String REASSIGNMENT =
            "org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery";

    private static final String REASSIGNING_SOURCE =
            "io.kvsarchive.flink.source.ReassigningKvsArchiveSource";

    private SourceVersions() {}

    /** By its name, since a reference would load it. */
    @SuppressWarnings("unchecked")
    static <T> KvsArchiveSource<T> newSource(
            StreamSelection selection, RecordKind<T> kind, SourceSettings settings) {
        if (!isKnown(REASSIGNMENT)) {
            return new KvsArchiveSource<>(selection, kind, settings);
        }
        try {
            return Class.forName(REASSIGNING_SOURCE)
                    .asSubclass(KvsArchiveSource.class)
                    .getDeclaredConstructor(
                            StreamSelection.class, RecordKind.class, SourceSettings.class)
                    .newInstance(selection, kind, settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The connector's jar lacks " + REASSIGNING_SOURCE + ": take the whole jar", e);
        }
    }

    private static boolean isKnown(String className) {
        try {
            Class.forName(className, false, SourceVersions.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
