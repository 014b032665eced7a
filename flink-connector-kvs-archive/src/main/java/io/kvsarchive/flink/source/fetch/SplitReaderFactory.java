/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.ArchiveService;
import java.util.function.Supplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/** Makes split readers that share what belongs to the source reader. */
@Internal
public final class SplitReaderFactory
        implements Supplier<SplitReader<FetchedElement, KvsArchiveSplit>> {

    private final ArchiveService service;
    private final ReaderSettings settings;
    private final FragmentElements elements;
    private final RefusalListener refusals;
    private final ReaderMetrics metrics;
    private final FetcherWait wait = new FetcherWait();
    private final BufferBudget budget;

    public SplitReaderFactory(
            ArchiveService service,
            ReaderSettings settings,
            FragmentElements elements,
            RefusalListener refusals,
            ReaderMetrics metrics) {
        this.service = service;
        this.settings = settings;
        this.elements = elements;
        this.refusals = refusals;
        this.metrics = metrics;
        this.budget = new BufferBudget(settings.maxBufferedBytes(), wait);
    }

    @Override
    public SplitReader<FetchedElement, KvsArchiveSplit> get() {
        return new KvsArchiveSplitReader(
                this::media, elements, budget, wait, settings.isOrdered(), metrics);
    }

    private SplitRequests media(KvsArchiveSplit split) {
        return new SplitRequests(
                split,
                service,
                settings,
                budget,
                refusals,
                metrics.ofStream(split.stream().name()));
    }
}
