/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.grouping;

import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Groups the detections of each camera, which is the key, into incidents.
 *
 * <p>Detections wait until the watermark has reached their picture and are then looked at in the
 * order of time. So the incidents don't depend on the order in which detections come, nor on the
 * parallelism or on restarts. Those that come after the watermark has passed them are left out and
 * counted as {@value #LATE_DETECTIONS}.
 */
public final class GroupDetections extends KeyedProcessFunction<String, Detection, Incident> {

    private static final long serialVersionUID = 1L;

    /** The accumulator's name. */
    public static final String LATE_DETECTIONS = "late-detections";

    private final GroupingRules rules;
    private final LongCounter lateDetections = new LongCounter();
    private transient MapState<Long, List<Detection>> pictures;
    private transient ListState<OpenIncident> incidents;

    public GroupDetections(GroupingRules rules) {
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(LATE_DETECTIONS, lateDetections);
        pictures =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "pictures",
                                        Types.LONG,
                                        Types.LIST(TypeInformation.of(Detection.class))));
        incidents =
                getRuntimeContext()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "incidents", TypeInformation.of(OpenIncident.class)));
    }

    @Override
    public void processElement(Detection detection, Context context, Collector<Incident> out)
            throws Exception {
        long time = detection.timestamp().toEpochMilli();
        if (time <= context.timerService().currentWatermark()) {
            lateDetections.add(1);
            return;
        }
        List<Detection> picture = pictures.get(time);
        List<Detection> detections = picture == null ? new ArrayList<>() : picture;
        detections.add(detection);
        pictures.put(time, detections);
        context.timerService().registerEventTimeTimer(time);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Incident> out)
            throws Exception {
        List<OpenIncident> open = new ArrayList<>();
        incidents.get().forEach(open::add);
        IncidentTracker tracker = new IncidentTracker(rules, open);
        Instant now = Instant.ofEpochMilli(time);
        tracker.advance(now).forEach(out::collect);
        List<Detection> picture = pictures.get(time);
        if (picture != null) {
            pictures.remove(time);
            tracker.look(now, picture);
        }
        incidents.update(tracker.open());
        wakeAtNextEnd(tracker, context.timerService());
    }

    private static void wakeAtNextEnd(IncidentTracker tracker, TimerService timers) {
        tracker.nextEnd().ifPresent(end -> timers.registerEventTimeTimer(end.toEpochMilli() + 1));
    }
}
