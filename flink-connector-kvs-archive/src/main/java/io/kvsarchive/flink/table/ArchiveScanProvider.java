/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.KvsArchiveSource;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/** Adds a source to a job, under an id that a savepoint finds it by. */
record ArchiveScanProvider(
        KvsArchiveSource<RowData> source,
        WatermarkStrategy<RowData> watermarks,
        Optional<Integer> parallelism)
        implements DataStreamScanProvider {

    /** Part of the operator's id: another one would lose the state of stored plans. */
    private static final String OPERATOR = "kvs-archive";

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> rows =
                environment.fromSource(source, watermarks, OPERATOR, source.getProducedType());
        context.generateUid(OPERATOR).ifPresent(rows::uid);
        return rows;
    }

    @Override
    public boolean isBounded() {
        return source.getBoundedness() == Boundedness.BOUNDED;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return parallelism;
    }
}
