/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import org.apache.flink.annotation.Internal;

/** Keeps something of what streams' backlogs hold, and is told of each change. */
@Internal
public interface BacklogListener {

    /** A backlog has been made, or has changed. */
    void changed(StreamBacklog backlog);
}
