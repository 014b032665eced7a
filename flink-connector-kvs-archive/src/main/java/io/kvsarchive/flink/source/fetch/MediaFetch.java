/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.service.ArchiveService;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;

/**
 * What the split readers of one source reader share, since it outlives them: Flink makes and closes
 * split readers all the time.
 */
@Internal
public final class MediaFetch {

    private final ArchiveService service;
    private final ReaderSettings settings;
    private final FragmentElements elements;
    private final Consumer<RefusedRequestEvent> onRefusal;
    private final ReaderMetrics metrics;
    private final RequestLog log = new RequestLog(System::nanoTime);
    private final FetcherWait wait = new FetcherWait();
    private final BufferBudget budget;

    /**
     * Makes what the split readers of a source reader share.
     *
     * @param onRefusal told of each request that is refused since a quota is used up: on the
     *     fetcher thread, before the wait for another attempt
     */
    public MediaFetch(
            ArchiveService service,
            ReaderSettings settings,
            FragmentElements elements,
            Consumer<RefusedRequestEvent> onRefusal,
            ReaderMetrics metrics) {
        this.service = service;
        this.settings = settings;
        this.elements = elements;
        this.onRefusal = onRefusal;
        this.metrics = metrics;
        this.budget = new BufferBudget(settings.maxBufferedBytes(), wait);
    }

    public KvsArchiveSplitReader newSplitReader() {
        return new KvsArchiveSplitReader(
                this::requests, elements, budget, wait, settings.isOrdered(), metrics);
    }

    private SplitRequests requests(KvsArchiveSplit split) {
        return new SplitRequests(
                split,
                service,
                settings,
                budget,
                onRefusal,
                metrics.ofStream(split.stream().name()),
                log);
    }
}
