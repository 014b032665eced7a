/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordSerializer;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes archived sound to the network and to state. */
@Internal
public final class ArchivedSoundSerializer extends RecordSerializer<ArchivedSound> {

    private static final long serialVersionUID = 1L;

    static final ArchivedSoundSerializer INSTANCE = new ArchivedSoundSerializer();

    private ArchivedSoundSerializer() {}

    @Override
    public void serialize(ArchivedSound sound, DataOutputView target) throws IOException {
        target.writeUTF(sound.stream());
        target.writeUTF(sound.fragmentNumber());
        target.writeLong(sound.trackNumber());
        SoundSerializer.INSTANCE.serialize(sound.sound(), target);
    }

    @Override
    public ArchivedSound deserialize(DataInputView source) throws IOException {
        return new ArchivedSound(
                source.readUTF(),
                source.readUTF(),
                source.readLong(),
                SoundSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<ArchivedSound> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The serializer has no parameters, so its class says all. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArchivedSound> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
