/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import io.kvsarchive.local.Faults;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The faults that are set. Safe for use by several threads. */
public final class FaultSwitches {

    private final InstantSource clock;
    private final Map<String, Scenario> ofStreams = new ConcurrentHashMap<>();
    private volatile Scenario ofAll;

    public FaultSwitches(InstantSource clock) {
        this.clock = clock;
        this.ofAll = new Scenario(Faults.none(), clock);
    }

    /** Sets the faults of all streams that have none of their own. */
    public void set(Faults faults) {
        ofAll = new Scenario(faults, clock);
    }

    /** Sets the faults of a stream. */
    public void set(String stream, Faults faults) {
        ofStreams.put(stream, new Scenario(faults, clock));
    }

    /** Takes all faults away. */
    public void clear() {
        ofStreams.clear();
        ofAll = new Scenario(Faults.none(), clock);
    }

    /**
     * A call came.
     *
     * @param operation its name in the service model
     * @param stream the name of the stream that it names, empty if none
     */
    public CallFaults begin(String operation, String stream) {
        return new CallFaults(ofStreams.getOrDefault(stream, ofAll), operation, stream);
    }
}
