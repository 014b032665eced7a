/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.StoredState;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.enumerator.UnconfirmedSplits.UnconfirmedSplit;
import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier versions wrote to checkpoints is read by this one. */
class StoredEnumeratorTest {

    private static final String ARN =
            "arn:aws:kinesisvideo:us-west-2:123456789012:stream/front-door/1510000000000";
    private static final Instant START = Instant.parse("2025-03-14T09:26:53.589Z");
    private static final String NUMBER = "91343852333181432392682062607743920146159169392";
    private static final KvsArchiveSplit SPLIT =
            new KvsArchiveSplit(
                    "3-1-0",
                    1,
                    new StreamReference("front-door"),
                    Optional.of(ARN),
                    Optional.of(
                            URI.create("https://b-1234abcd.kinesisvideo.us-west-2.amazonaws.com")),
                    List.of(
                            FragmentToRead.listed(
                                    new ListedFragment(
                                            NUMBER,
                                            START,
                                            START.plusMillis(250),
                                            412_345,
                                            Duration.ofMillis(1_796))),
                            FragmentToRead.numbered("4711")),
                    Optional.of(new FragmentProgress(NUMBER, 17)));
    private static final ListingPosition BEGUN =
            new ListingPosition(
                    FragmentSelectorType.PRODUCER_TIMESTAMP,
                    Optional.of(START.plus(Duration.ofDays(3650))),
                    Instant.EPOCH,
                    START.plusSeconds(4000),
                    Map.of(NUMBER, 1_741_948_013_589L),
                    Duration.ofMinutes(90),
                    START.plusSeconds(5000),
                    412,
                    -7);
    private static final KvsArchiveEnumeratorState STATE =
            new KvsArchiveEnumeratorState(
                    3,
                    12,
                    true,
                    List.of(
                            new StreamProgress(
                                    new StreamReference("front-door"),
                                    Optional.of(ARN),
                                    Optional.of(BEGUN),
                                    List.of(FragmentToRead.numbered("4711")),
                                    List.of(SPLIT)),
                            new StreamProgress(
                                    new StreamReference(ARN),
                                    Optional.empty(),
                                    Optional.of(
                                            ListingPosition.unbounded(
                                                    START, START.plusSeconds(9), START)),
                                    List.of(),
                                    List.of()),
                            StreamProgress.exhausted(new StreamReference("yard"))),
                    List.of(new UnconfirmedSplit(1, SPLIT)));

    private final KvsArchiveEnumeratorStateSerializer serializer =
            new KvsArchiveEnumeratorStateSerializer();

    @Test
    void readsTheEnumeratorOfVersion1() throws Exception {
        assertThat(serializer.deserialize(1, version1())).isEqualTo(STATE);
    }

    /** Whatever writes something else is another version. */
    @Test
    void writesVersion1() throws Exception {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(serializer.serialize(STATE)).isEqualTo(version1());
    }

    private byte[] version1() throws IOException {
        return StoredState.of("enumerator-v1", () -> serializer.serialize(STATE));
    }
}
