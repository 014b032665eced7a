/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.TrackType;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own tests of serializers, over the metadata of frames with all that can be in them. */
class ArchivedFrameMetadataSerializerTest extends SerializerTestBase<ArchivedFrameMetadata> {

    @Override
    protected TypeSerializer<ArchivedFrameMetadata> createSerializer() {
        return ArchivedFrameMetadataSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ArchivedFrameMetadata> getTypeClass() {
        return ArchivedFrameMetadata.class;
    }

    @Override
    protected ArchivedFrameMetadata[] getTestData() {
        return Stream.of(TestFrames.all())
                .map(ArchivedFrameMetadata::of)
                .toArray(ArchivedFrameMetadata[]::new);
    }

    /** There is no empty metadata, and nothing that could be filled. */
    @Override
    @Test
    protected void testInstantiate() {
        assertThat(ArchivedFrameMetadataSerializer.INSTANCE.createInstance()).isNull();
    }

    @Test
    void saysOfAFrameWhatTheFrameSays() {
        ArchivedFrame frame = TestFrames.withPayload(new byte[77]);

        assertThat(ArchivedFrameMetadata.of(frame))
                .isEqualTo(
                        new ArchivedFrameMetadata(
                                "camera",
                                "91343852333181432392682062607743920146159169392",
                                frame.fragment().producerTimestamp(),
                                frame.fragment().serverTimestamp(),
                                1,
                                TrackType.VIDEO,
                                Optional.of("kitchen \u2014 \ud83d\udcf7"),
                                "V_MPEG4/ISO/AVC",
                                0,
                                frame.frame().timestamp(),
                                true,
                                77));
    }

    @Test
    void takesAsMuchForALargeFrameAsForASmallOne() throws Exception {
        DataOutputSerializer small = new DataOutputSerializer(64);
        DataOutputSerializer large = new DataOutputSerializer(64);

        ArchivedFrameMetadataSerializer.INSTANCE.serialize(
                ArchivedFrameMetadata.of(TestFrames.withPayload(new byte[0])), small);
        ArchivedFrameMetadataSerializer.INSTANCE.serialize(
                ArchivedFrameMetadata.of(TestFrames.withPayload(new byte[1 << 20])), large);

        assertThat(large.length()).isEqualTo(small.length()).isLessThan(200);
    }
}
