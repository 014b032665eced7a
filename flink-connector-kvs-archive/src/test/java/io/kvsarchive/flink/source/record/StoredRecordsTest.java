/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.junit.jupiter.api.Test;

/** Records that earlier versions wrote to state are read by this one. The files never change. */
class StoredRecordsTest {

    @Test
    void readsFramesOfVersion1() throws Exception {
        assertThat(stored("archived-frames-v1", ArchivedFrameSerializer.INSTANCE))
                .isEqualTo(List.of(TestFrames.small()));
    }

    @Test
    void readsMetadataOfVersion1() throws Exception {
        assertThat(stored("archived-frame-metadata-v1", ArchivedFrameMetadataSerializer.INSTANCE))
                .isEqualTo(Stream.of(TestFrames.small()).map(ArchivedFrameMetadata::of).toList());
    }

    @Test
    void readsFragmentsOfVersion1() throws Exception {
        assertThat(stored("archived-fragments-v1", ArchivedFragmentSerializer.INSTANCE))
                .isEqualTo(List.of(TestFrames.fragments()));
    }

    @Test
    void readsWholeFragmentsOfVersion1() throws Exception {
        assertThat(stored("whole-fragments-v1", WholeFragmentSerializer.INSTANCE))
                .isEqualTo(List.of(TestFrames.smallWholeFragments()));
    }

    /** Reads records as Flink does: with the serializer of the snapshot that it stored first. */
    private static <T> List<T> stored(String name, TypeSerializer<T> current) throws IOException {
        DataInputDeserializer source = new DataInputDeserializer(bytes(name));
        TypeSerializerSnapshot<T> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        source, StoredRecordsTest.class.getClassLoader());
        assertThat(
                        current.snapshotConfiguration()
                                .resolveSchemaCompatibility(snapshot)
                                .isCompatibleAsIs())
                .isTrue();
        TypeSerializer<T> serializer = snapshot.restoreSerializer();
        List<T> records = new ArrayList<>();
        while (source.available() > 0) {
            records.add(serializer.deserialize(source));
        }
        return records;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream file = StoredRecordsTest.class.getResourceAsStream("/state/" + name)) {
            return file.readAllBytes();
        }
    }
}
