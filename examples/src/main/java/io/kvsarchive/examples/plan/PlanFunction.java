/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.archive.Sampling;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.FragmentSelectorType;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Sums up the fragments of each stream, which come in the order of time. */
final class PlanFunction extends KeyedProcessFunction<String, ArchivedFragment, StreamTally> {

    private static final long serialVersionUID = 1L;

    private final Sampling sampling;
    private final FragmentSelectorType order;
    private transient ValueState<StreamTally> tally;

    PlanFunction(Sampling sampling, FragmentSelectorType order) {
        this.sampling = sampling;
        this.order = order;
    }

    @Override
    public void open(OpenContext context) {
        tally =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "tally", TypeInformation.of(StreamTally.class)));
    }

    @Override
    public void processElement(
            ArchivedFragment fragment, Context context, Collector<StreamTally> out)
            throws IOException {
        StreamTally sum = tally.value();
        if (sum == null) {
            sum = StreamTally.of(context.getCurrentKey());
            // When all streams have ended, Flink lets all time pass.
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        sum.add(
                fragment,
                sampling,
                order == FragmentSelectorType.SERVER_TIMESTAMP
                        ? fragment.serverTimestamp()
                        : fragment.producerTimestamp());
        tally.update(sum);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<StreamTally> out)
            throws IOException {
        out.collect(tally.value());
    }
}
