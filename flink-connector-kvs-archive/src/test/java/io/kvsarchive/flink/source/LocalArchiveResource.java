/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.local.LocalKvsArchive;
import org.apache.flink.connector.testframe.TestResource;

/** A local archive, started and stopped by Flink's test framework. */
public final class LocalArchiveResource implements TestResource {

    private LocalKvsArchive archive;

    LocalKvsArchive archive() {
        return archive;
    }

    @Override
    public void startUp() {
        if (archive == null) {
            archive = LocalKvsArchive.start();
        }
    }

    @Override
    public void tearDown() {
        if (archive != null) {
            archive.close();
            archive = null;
        }
    }
}
