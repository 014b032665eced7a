/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.quota;

import io.kvsarchive.local.Quotas;
import io.kvsarchive.local.fault.MediaConnections;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The quotas that are set. Safe for use by several threads. */
public final class QuotaSwitches {

    private final InstantSource clock;
    private final MediaConnections connections = new MediaConnections();
    private final Map<String, Budget> ofStreams = new ConcurrentHashMap<>();
    private volatile Budget ofAll;

    public QuotaSwitches(InstantSource clock) {
        this.clock = clock;
        this.ofAll = new Budget(Quotas.none(), clock);
    }

    /** Sets the quotas of all streams that have none of their own. */
    public void set(Quotas quotas) {
        ofAll = new Budget(quotas, clock);
    }

    /** Sets the quotas of a stream. */
    public void set(String stream, Quotas quotas) {
        ofStreams.put(stream, new Budget(quotas, clock));
    }

    /**
     * A call came.
     *
     * @param stream the name of the stream that it names, empty if none
     */
    public CallQuotas begin(String stream) {
        return new CallQuotas(ofStreams.getOrDefault(stream, ofAll), connections, stream);
    }
}
