/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ArchivedFragmentSerializerTest {

    private static final ArchivedFragment FRAGMENT =
            new ArchivedFragment(
                    "front-door",
                    "91343852333181432392682062607743920146159169392",
                    Instant.parse("2025-03-14T09:26:53.589Z"),
                    Instant.parse("2025-03-14T09:26:53.839Z"),
                    412_345,
                    Duration.ofMillis(1796));

    private final TypeSerializer<ArchivedFragment> serializer =
            TypeInformation.of(ArchivedFragment.class).createSerializer(new SerializerConfigImpl());

    @Test
    void readsWhatItWrote() throws Exception {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        serializer.serialize(FRAGMENT, bytes);

        DataInputDeserializer source = new DataInputDeserializer(bytes.getCopyOfBuffer());

        assertThat(serializer.deserialize(source)).isEqualTo(FRAGMENT);
        assertThat(source.available()).isZero();
    }

    @Test
    void copiesNothing() {
        assertThat(serializer.copy(FRAGMENT)).isSameAs(FRAGMENT);
        assertThat(serializer.isImmutableType()).isTrue();
    }

    @Test
    void isRestoredFromItsSnapshot() {
        assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
    }

    @Test
    void isNotTheTypeOfFrames() {
        assertThat(ArchivedFragmentTypeInfo.INSTANCE)
                .isEqualTo(TypeInformation.of(ArchivedFragment.class))
                .isNotEqualTo(ArchivedFrameTypeInfo.INSTANCE);
    }
}
