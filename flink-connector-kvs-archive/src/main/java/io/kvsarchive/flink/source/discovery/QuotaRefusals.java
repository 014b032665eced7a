/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.log.RepeatedMessages;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;
import org.slf4j.LoggerFactory;

/**
 * Lets the job ask for less of a stream where the service refuses what its quota should allow, and
 * tells of it. For the coordinator's thread.
 */
@Internal
public final class QuotaRefusals implements BacklogListener {

    private final EnumeratorMetrics metrics;
    private final RepeatedMessages messages;

    /** Those of which less is asked for. */
    private final Set<StreamReference> reduced = new HashSet<>();

    /**
     * @param nanoClock measures time, see {@link System#nanoTime}
     */
    public QuotaRefusals(EnumeratorMetrics metrics, LongSupplier nanoClock) {
        this.metrics = metrics;
        this.messages =
                new RepeatedMessages(LoggerFactory.getLogger(QuotaRefusals.class), nanoClock);
    }

    /** The service refused to list as many fragments of a stream as were asked for. */
    public void listingRefused(StreamBacklog stream) {
        stream.quota().listedFragmentsRefused();
        refused(stream, "The service refuses to list as many fragments as it is asked for");
    }

    /**
     * The service refused a reader's request for media.
     *
     * @param readers how many readers read the stream
     */
    public void mediaRefused(StreamBacklog stream, ServiceErrorKind kind, int readers) {
        if (kind == ServiceErrorKind.CONNECTION_LIMIT) {
            stream.quota().connectionRefused(readers);
            refused(stream, "The service refuses a connection");
        } else {
            stream.quota().fragmentsRefused();
            refused(stream, "The service refuses to send as many fragments as it is asked for");
        }
    }

    private void refused(StreamBacklog stream, String what) {
        metrics.throttled();
        if (stream.quota().isReduced()) {
            reduced.add(stream.stream());
        }
        messages.info(
                what + stream.stream(),
                "Stream '{}': {}, since others use its quota, too. The job asks for less, and tries"
                        + " after some time whether there is more again",
                stream.stream(),
                what);
    }

    /** Quotas recover with time, which is noticed when something is listed or handed out. */
    @Override
    public void changed(StreamBacklog backlog) {
        StreamReference stream = backlog.stream();
        if (reduced.contains(stream) && !backlog.quota().isReduced()) {
            reduced.remove(stream);
            messages.info(
                    "recovered" + stream,
                    "Stream '{}': The job asks for all that its quota allows again",
                    stream);
        }
    }
}
