/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Records in a file of {@link StoredState}, after the snapshot of the serializer that wrote them.
 *
 * @param name of the file
 * @param serializer the current one
 * @param records what the file holds
 */
public record StoredRecords<T>(String name, TypeSerializer<T> serializer, List<T> records) {

    /** The file's bytes. */
    public byte[] stored() throws IOException {
        return StoredState.of(name, this::written);
    }

    /** What is written today. */
    public byte[] written() throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(target, serializer.snapshotConfiguration());
        for (T record : records) {
            serializer.serialize(record, target);
        }
        return target.getCopyOfBuffer();
    }

    /** Reads the file as Flink does: with the serializer of the snapshot. */
    public List<T> read() throws IOException {
        DataInputDeserializer source = new DataInputDeserializer(stored());
        TypeSerializer<T> storedSerializer = readSnapshot(source).restoreSerializer();
        List<T> read = new ArrayList<>();
        while (source.available() > 0) {
            read.add(storedSerializer.deserialize(source));
        }
        return read;
    }

    /** What Flink finds when a job goes on that kept such records. */
    public TypeSerializerSchemaCompatibility<T> compatibility() throws IOException {
        return serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(readSnapshot(new DataInputDeserializer(stored())));
    }

    private TypeSerializerSnapshot<T> readSnapshot(DataInputDeserializer source)
            throws IOException {
        return TypeSerializerSnapshot.readVersionedSnapshot(
                source, StoredRecords.class.getClassLoader());
    }

    @Override
    public String toString() {
        return name;
    }
}
