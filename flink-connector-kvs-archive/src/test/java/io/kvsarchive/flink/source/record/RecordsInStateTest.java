/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that a job keeps are there after a restore. */
class RecordsInStateTest {

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(ArchivedFrame.TYPE, List.of(TestFrames.all())),
                Arguments.of(
                        ArchivedFrameMetadata.TYPE,
                        Stream.of(TestFrames.all()).map(ArchivedFrameMetadata::of).toList()),
                Arguments.of(ArchivedFragment.TYPE, List.of(TestFrames.fragments())),
                Arguments.of(WholeFragment.TYPE, List.of(TestFrames.wholeFragments())));
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void areRestored(TypeInformation<T> type, List<T> records) throws Exception {
        OperatorSubtaskState state;
        try (KeyedOneInputStreamOperatorTestHarness<Integer, T, List<T>> before = keeping(type)) {
            before.open();
            for (T record : records) {
                before.processElement(record, 0);
            }
            state = before.snapshot(1, 1);
        }

        try (KeyedOneInputStreamOperatorTestHarness<Integer, T, List<T>> after = keeping(type)) {
            after.initializeState(state);
            after.open();
            after.processElement(records.get(0), 0);

            assertThat(after.extractOutputValues())
                    .containsExactly(
                            Stream.concat(records.stream(), Stream.of(records.get(0))).toList());
        }
    }

    private static <T> KeyedOneInputStreamOperatorTestHarness<Integer, T, List<T>> keeping(
            TypeInformation<T> type) throws Exception {
        KeySelector<T, Integer> one = record -> 1;
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new KeptRecords<>(type)), one, Types.INT);
    }

    /** Keeps all records of a key, and tells of them with each new one. */
    private static final class KeptRecords<T> extends KeyedProcessFunction<Integer, T, List<T>> {

        private static final long serialVersionUID = 1L;

        private final TypeInformation<T> type;
        private transient ListState<T> kept;

        KeptRecords(TypeInformation<T> type) {
            this.type = type;
        }

        @Override
        public void open(OpenContext context) {
            kept = getRuntimeContext().getListState(new ListStateDescriptor<>("kept", type));
        }

        @Override
        public void processElement(T record, Context context, Collector<List<T>> out)
                throws Exception {
            kept.add(record);
            out.collect(StreamSupport.stream(kept.get().spliterator(), false).toList());
        }
    }
}
