/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/** {@code 'connector' = 'arrived-rows'}: the rows of a job that runs in this process. */
public final class ArrivedRows implements DynamicTableSinkFactory {

    private static final BlockingQueue<String> ROWS = new LinkedBlockingQueue<>();

    static void clear() {
        ROWS.clear();
    }

    /** The next rows, as soon as there are so many. */
    static List<String> next(int count) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        while (rows.size() < count) {
            rows.add(ROWS.take());
        }
        return rows;
    }

    /** The rows that have arrived and were not asked for. */
    static List<String> rest() {
        return List.copyOf(ROWS);
    }

    @Override
    public String factoryIdentifier() {
        return "arrived-rows";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(DynamicTableFactory.Context context) {
        return new Sink(context.getPhysicalRowDataType());
    }

    private record Sink(DataType type) implements DynamicTableSink {

        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.insertOnly();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(DynamicTableSink.Context context) {
            return new Provider(context.createDataStructureConverter(type));
        }

        @Override
        public DynamicTableSink copy() {
            return new Sink(type);
        }

        @Override
        public String asSummaryString() {
            return "arrived rows";
        }
    }

    private record Provider(DynamicTableSink.DataStructureConverter converter)
            implements DataStreamSinkProvider {

        @Override
        public DataStreamSink<?> consumeDataStream(
                ProviderContext context, DataStream<RowData> rows) {
            return rows.map(new Arrival(converter)).sinkTo(new DiscardingSink<>());
        }
    }

    private record Arrival(DynamicTableSink.DataStructureConverter converter)
            implements MapFunction<RowData, String> {

        @Override
        public String map(RowData row) {
            String text = ((Row) converter.toExternal(row)).toString();
            ROWS.add(text);
            return text;
        }
    }
}
