/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.fetch.FragmentElements;
import io.kvsarchive.flink.source.fetch.MediaFetch;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitWatermarks;
import io.kvsarchive.service.ArchiveService;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** What a source reader of media is made of, whatever records it makes of them. */
final class MediaReader {

    /** Makes records of what was fetched. */
    interface EmitterFactory<T> {
        RecordEmitter<FetchedElement, T, KvsArchiveSplitState> emitter(
                SplitWatermarks<T> watermarks, ReaderMetrics metrics);
    }

    private MediaReader() {}

    /**
     * The parts of a reader.
     *
     * @param service closed with the reader
     * @param elements what a fragment is emitted as
     * @param hasEnough whether the records that were made are all that the job wants
     */
    static <T> ReaderParts<T> parts(
            ArchiveService service,
            ReaderSettings settings,
            SourceReaderContext context,
            FragmentElements elements,
            EmitterFactory<T> emitters,
            BooleanSupplier hasEnough) {
        ReaderMetrics metrics =
                new ReaderMetrics(context.metricGroup(), settings.hasMetricsByStream());
        SplitWatermarks<T> watermarks = ReaderParts.watermarks(settings.watermarks(), metrics);
        // Flink takes events from any thread, and sends them in the order in which they come.
        MediaFetch fetch =
                new MediaFetch(
                        service,
                        settings,
                        elements,
                        context::sendSourceEventToCoordinator,
                        metrics);
        return new ReaderParts<>(
                fetch::newSplitReader,
                emitters.emitter(watermarks, metrics),
                watermarks,
                metrics,
                hasEnough,
                service::close);
    }
}
