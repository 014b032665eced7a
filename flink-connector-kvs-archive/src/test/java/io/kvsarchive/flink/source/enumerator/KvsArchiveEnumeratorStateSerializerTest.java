/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KvsArchiveEnumeratorStateSerializerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private static final StreamReference CAMERA = new StreamReference("camera");
    private static final ListingPosition BEGUN =
            new ListingPosition(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    Optional.of(START.plus(Duration.ofDays(3650))),
                    Instant.EPOCH,
                    START.plusNanos(1),
                    Map.of("17", 4L, "91343852333181432392682062607743920146159169392", 5L),
                    Duration.ofMillis(Long.MAX_VALUE / 2),
                    START.plusSeconds(5),
                    12,
                    -3);

    private final KvsArchiveEnumeratorStateSerializer serializer =
            new KvsArchiveEnumeratorStateSerializer();

    @Test
    void readsWhatItWrote() throws Exception {
        FragmentToRead fragment =
                new FragmentToRead.Listed("4711", START.toEpochMilli(), 1, 12345, 1796);
        KvsArchiveSplit returned =
                new KvsArchiveSplit(
                        "1-2-0",
                        1,
                        CAMERA,
                        Optional.empty(),
                        Optional.of(URI.create("http://media.test")),
                        List.of(fragment, FragmentToRead.numbered("2")),
                        Optional.of(new FragmentProgress("4711", 3)));
        KvsArchiveEnumeratorState state =
                new KvsArchiveEnumeratorState(
                        7,
                        4711,
                        true,
                        List.of(
                                new StreamProgress(
                                        CAMERA,
                                        Optional.empty(),
                                        Optional.of(
                                                ListingPosition.unbounded(
                                                        START, Instant.EPOCH, START)),
                                        List.of(),
                                        List.of()),
                                new StreamProgress(
                                        new StreamReference("door"),
                                        Optional.of(
                                                "arn:aws:kinesisvideo:eu-west-1:1:stream/door/2"),
                                        Optional.of(BEGUN),
                                        List.of(fragment, fragment),
                                        List.of(returned, returned)),
                                StreamProgress.exhausted(new StreamReference("done"))),
                        List.of(new UnconfirmedSplits.UnconfirmedSplit(5, returned)));

        assertThat(copyOf(state)).isEqualTo(state);
    }

    @Test
    void readsAStateWithoutStreams() throws Exception {
        KvsArchiveEnumeratorState state =
                new KvsArchiveEnumeratorState(1, 0, false, List.of(), List.of());

        assertThat(copyOf(state)).isEqualTo(state);
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() throws Exception {
        byte[] bytes =
                serializer.serialize(
                        new KvsArchiveEnumeratorState(1, 0, false, List.of(), List.of()));

        assertThatThrownBy(() -> serializer.deserialize(2, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The state holds an enumerator of version 2, this connector reads version"
                            + " 1: restore it with the connector that wrote it, or a newer one");
    }

    private KvsArchiveEnumeratorState copyOf(KvsArchiveEnumeratorState state) throws IOException {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
    }
}
