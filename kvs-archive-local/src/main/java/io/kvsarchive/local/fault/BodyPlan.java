/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import java.util.List;

/**
 * How a body is sent.
 *
 * @param documents one after the other
 * @param interruptions in the order of their places; nothing comes after one that ends the body
 * @param ended to be run once the last byte is on its way or the body has failed, any number of
 *     times
 */
public record BodyPlan(
        List<PlannedDocument> documents, List<Interruption> interruptions, Runnable ended) {

    public BodyPlan {
        documents = List.copyOf(documents);
        interruptions = List.copyOf(interruptions);
    }

    /** The same body, with something more to be run at its end. */
    public BodyPlan withEnding(Runnable more) {
        return new BodyPlan(
                documents,
                interruptions,
                () -> {
                    ended.run();
                    more.run();
                });
    }
}
