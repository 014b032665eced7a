/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

/** Frames that earlier versions wrote to state are read by this one. The file is never changed. */
class StoredFramesTest {

    @Test
    void readsFramesOfVersion1() throws Exception {
        DataInputDeserializer source = new DataInputDeserializer(stored("archived-frames-v1"));
        TypeSerializerSnapshot<ArchivedFrame> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        source, StoredFramesTest.class.getClassLoader());
        TypeSerializer<ArchivedFrame> serializer = snapshot.restoreSerializer();
        List<ArchivedFrame> frames = new ArrayList<>();
        while (source.available() > 0) {
            frames.add(serializer.deserialize(source));
        }

        assertThat(frames).isEqualTo(List.of(TestFrames.small()));
        assertThat(
                        ArchivedFrameSerializer.INSTANCE
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(snapshot)
                                .isCompatibleAsIs())
                .isTrue();
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream file = StoredFramesTest.class.getResourceAsStream("/state/" + name)) {
            return file.readAllBytes();
        }
    }
}
