/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordSerializer;
import io.kvsarchive.flink.source.record.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes sound to the network and to state. */
@Internal
public final class SoundSerializer extends RecordSerializer<Sound> {

    private static final long serialVersionUID = 1L;

    static final SoundSerializer INSTANCE = new SoundSerializer();

    private SoundSerializer() {}

    @Override
    public void serialize(Sound sound, DataOutputView target) throws IOException {
        WireFormat.writeInstant(sound.timestamp(), target);
        target.writeInt(sound.sampleRate());
        target.writeInt(sound.channels());
        byte[] bytes = new byte[sound.samples().length * Short.BYTES];
        ByteBuffer.wrap(bytes).asShortBuffer().put(sound.samples());
        WireFormat.writeBytes(bytes, target);
    }

    @Override
    public Sound deserialize(DataInputView source) throws IOException {
        Instant timestamp = WireFormat.readInstant(source);
        int sampleRate = source.readInt();
        int channels = source.readInt();
        byte[] bytes = WireFormat.readBytes(source);
        short[] samples = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).asShortBuffer().get(samples);
        return new Sound(timestamp, sampleRate, channels, samples);
    }

    @Override
    public TypeSerializerSnapshot<Sound> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The serializer has no parameters, so its class says all. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sound> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
