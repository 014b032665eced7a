/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitEventsTest {

    static Stream<SourceEvent> events() {
        return Stream.of(
                new EnoughRecordsEvent(),
                new FinishedSplitsEvent(unserializable("z", "a", "m"), unserializable("a")),
                new NothingLeftEvent(),
                new ReceivedSplitsEvent(4711),
                new RefusedRequestEvent(
                        new StreamReference("camera"), ServiceErrorKind.CONNECTION_LIMIT),
                new RestoredSplitsEvent(
                        unserializable(
                                new RestoredSplitsEvent.Restored("z", 7, "camera"),
                                new RestoredSplitsEvent.Restored("a", 8, "yard"))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void reachesAnotherProcessAsItIs(SourceEvent event) throws Exception {
        assertThat(InstantiationUtil.clone(event)).isEqualTo(event);
    }

    @Test
    void tellsOfRestoredSplitsInTheirOrder() {
        assertThat(RestoredSplitsEvent.of(List.of(split("z", 7), split("a", 9), split("m", 8))))
                .isEqualTo(
                        new RestoredSplitsEvent(
                                List.of(
                                        new RestoredSplitsEvent.Restored("z", 7, "camera"),
                                        new RestoredSplitsEvent.Restored("a", 9, "camera"),
                                        new RestoredSplitsEvent.Restored("m", 8, "camera"))));
    }

    private static KvsArchiveSplit split(String id, long assignment) {
        return new KvsArchiveSplit(
                id,
                assignment,
                new StreamReference("camera"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** A list as views of collections are. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <E> List<E> unserializable(E... elements) {
        return Arrays.asList(elements).subList(0, elements.length);
    }
}
