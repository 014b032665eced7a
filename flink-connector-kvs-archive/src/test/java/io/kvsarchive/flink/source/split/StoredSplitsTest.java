/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.StoredState;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier versions wrote to checkpoints is read by this one. */
class StoredSplitsTest {

    private static final Instant START = Instant.parse("2025-03-14T09:26:53.589Z");
    private static final FragmentToRead LISTED =
            new FragmentToRead.Listed(
                    "91343852333181432392682062607743920146159169392",
                    START.toEpochMilli(),
                    START.toEpochMilli() + 250,
                    412_345,
                    1_796);
    private static final KvsArchiveSplit SPLIT =
            new KvsArchiveSplit(
                    "3-1-0",
                    1,
                    new StreamReference("front-door"),
                    Optional.of(
                            "arn:aws:kinesisvideo:us-west-2:123456789012:stream/front-door"
                                    + "/1510000000000"),
                    Optional.of(
                            URI.create("https://b-1234abcd.kinesisvideo.us-west-2.amazonaws.com")),
                    List.of(LISTED, FragmentToRead.numbered("4711")),
                    Optional.of(new FragmentProgress(LISTED.fragmentNumber(), 17)));

    private final KvsArchiveSplitSerializer serializer = new KvsArchiveSplitSerializer();

    @Test
    void readsSplitsOfVersion1() throws Exception {
        assertThat(serializer.deserialize(1, version1())).isEqualTo(SPLIT);
    }

    /** Whatever writes something else is another version. */
    @Test
    void writesVersion1() throws Exception {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(serializer.serialize(SPLIT)).isEqualTo(version1());
    }

    private byte[] version1() throws IOException {
        return StoredState.of("split-v1", () -> serializer.serialize(SPLIT));
    }
}
