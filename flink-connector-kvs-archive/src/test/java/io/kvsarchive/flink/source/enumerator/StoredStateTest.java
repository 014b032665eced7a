/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier versions wrote to checkpoints is read by this one. The files are never changed. */
class StoredStateTest {

    private static final String ARN =
            "arn:aws:kinesisvideo:us-west-2:123456789012:stream/front-door/1510000000000";
    private static final Instant START = Instant.parse("2025-03-14T09:26:53.589Z");
    private static final FragmentToRead LISTED =
            new FragmentToRead.Listed(
                    "91343852333181432392682062607743920146159169392",
                    START.toEpochMilli(),
                    START.toEpochMilli(),
                    412_345,
                    1_796);
    private static final KvsArchiveSplit SPLIT =
            new KvsArchiveSplit(
                    "3-1-0",
                    1,
                    new StreamReference("front-door"),
                    Optional.empty(),
                    Optional.of(
                            URI.create("https://b-1234abcd.kinesisvideo.us-west-2.amazonaws.com")),
                    List.of(LISTED, FragmentToRead.numbered("4711")),
                    Optional.of(new FragmentProgress(LISTED.fragmentNumber(), 17)));

    private static final KvsArchiveSplit SPLIT_2 =
            new KvsArchiveSplit(
                    "3-1-0",
                    1,
                    new StreamReference("front-door"),
                    Optional.empty(),
                    Optional.of(
                            URI.create("https://b-1234abcd.kinesisvideo.us-west-2.amazonaws.com")),
                    List.of(
                            new FragmentToRead.Listed(
                                    LISTED.fragmentNumber(),
                                    START.toEpochMilli(),
                                    START.toEpochMilli() + 250,
                                    412_345,
                                    1_796),
                            FragmentToRead.numbered("4711")),
                    Optional.of(new FragmentProgress(LISTED.fragmentNumber(), 17)));

    private static final KvsArchiveEnumeratorState STATE_2 =
            new KvsArchiveEnumeratorState(
                    3,
                    12,
                    true,
                    List.of(
                            new StreamProgress(
                                    new StreamReference("front-door"),
                                    Optional.of(ARN),
                                    Optional.of(
                                            new ListingPosition(
                                                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                                                    Optional.of(START.plus(Duration.ofDays(3650))),
                                                    Instant.EPOCH,
                                                    START.plusSeconds(4000),
                                                    Map.of(
                                                            LISTED.fragmentNumber(),
                                                            1_741_948_013_589L),
                                                    Duration.ofMinutes(90),
                                                    START.plusSeconds(5000),
                                                    412,
                                                    -7)),
                                    List.of(FragmentToRead.numbered("4711")),
                                    List.of(SPLIT_2)),
                            new StreamProgress(
                                    new StreamReference(ARN),
                                    Optional.empty(),
                                    Optional.of(
                                            ListingPosition.unbounded(
                                                    START, START.plusSeconds(9), START)),
                                    List.of(),
                                    List.of()),
                            StreamProgress.exhausted(new StreamReference("yard"))),
                    List.of(new UnconfirmedSplits.UnconfirmedSplit(1, SPLIT_2)));

    @Test
    void readsTheEnumeratorOfVersion1() throws Exception {
        Instant end = START.plus(Duration.ofDays(3650));
        ListingPosition begun =
                ListingPosition.ofRange(
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                START.plusSeconds(4000).plusMillis(1),
                                end)
                        .withWindowLength(Duration.ofMinutes(90));
        ListingPosition fresh =
                ListingPosition.ofRange(FragmentSelectorType.SERVER_TIMESTAMP, START, end);

        assertThat(
                        new KvsArchiveEnumeratorStateSerializer()
                                .deserialize(1, stored("enumerator-v1")))
                .isEqualTo(
                        new KvsArchiveEnumeratorState(
                                3,
                                12,
                                false,
                                List.of(
                                        new StreamProgress(
                                                new StreamReference("front-door"),
                                                Optional.of(ARN),
                                                Optional.of(begun),
                                                List.of(LISTED),
                                                List.of(SPLIT)),
                                        new StreamProgress(
                                                new StreamReference(ARN),
                                                Optional.empty(),
                                                Optional.of(fresh),
                                                List.of(),
                                                List.of()),
                                        StreamProgress.exhausted(new StreamReference("yard"))),
                                List.of(new UnconfirmedSplits.UnconfirmedSplit(1, SPLIT))));
    }

    @Test
    void readsTheEnumeratorOfVersion2() throws Exception {
        assertThat(
                        new KvsArchiveEnumeratorStateSerializer()
                                .deserialize(2, stored("enumerator-v2")))
                .isEqualTo(STATE_2);
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream file = StoredStateTest.class.getResourceAsStream("/state/" + name)) {
            return file.readAllBytes();
        }
    }
}
