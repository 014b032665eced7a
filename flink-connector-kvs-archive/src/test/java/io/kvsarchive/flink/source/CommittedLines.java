/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * A transactional sink in memory, without a shuffle before it: lines count once the checkpoint that
 * they came before is complete.
 */
final class CommittedLines extends RichMapFunction<String, String>
        implements CheckpointedFunction, CheckpointListener {

    private static final long serialVersionUID = 1L;
    private static final Map<String, List<String>> COMMITTED = new ConcurrentHashMap<>();
    private static final String SEPARATOR = "\n";

    private transient List<String> current;
    private transient TreeMap<Long, List<String>> pending;
    private transient ListState<String> state;

    static void clear() {
        COMMITTED.clear();
    }

    static List<String> all() {
        return COMMITTED.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String map(String line) {
        current.add(line);
        return line;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        current = new ArrayList<>();
        pending = new TreeMap<>();
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("pending", Types.STRING));
        for (String transaction : state.get()) {
            String[] lines = transaction.split(SEPARATOR, -1);
            pending.put(Long.valueOf(lines[0]), List.of(lines).subList(1, lines.length));
        }
        commitUpTo(Long.MAX_VALUE);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        pending.put(context.getCheckpointId(), current);
        current = new ArrayList<>();
        List<String> transactions = new ArrayList<>();
        pending.forEach(
                (checkpoint, lines) -> {
                    List<String> transaction = new ArrayList<>(List.of(checkpoint.toString()));
                    transaction.addAll(lines);
                    transactions.add(String.join(SEPARATOR, transaction));
                });
        state.update(transactions);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        commitUpTo(checkpointId);
    }

    /** A transaction that is committed again, after a failure, is the same. */
    private void commitUpTo(long checkpointId) {
        Map<Long, List<String>> complete = pending.headMap(checkpointId, true);
        complete.forEach(
                (checkpoint, lines) ->
                        COMMITTED.put(
                                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()
                                        + "@"
                                        + checkpoint,
                                lines));
        complete.clear();
    }
}
