/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.TrackType;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes the metadata of frames to the network and to state. */
@Internal
public final class ArchivedFrameMetadataSerializer extends RecordSerializer<ArchivedFrameMetadata> {

    private static final long serialVersionUID = 1L;

    static final ArchivedFrameMetadataSerializer INSTANCE = new ArchivedFrameMetadataSerializer();

    private ArchivedFrameMetadataSerializer() {}

    @Override
    public void serialize(ArchivedFrameMetadata record, DataOutputView target) throws IOException {
        target.writeUTF(record.stream());
        target.writeUTF(record.fragmentNumber());
        WireFormat.writeInstant(record.producerTimestamp(), target);
        WireFormat.writeInstant(record.serverTimestamp(), target);
        target.writeLong(record.trackNumber());
        target.writeUTF(record.trackType().name());
        WireFormat.writeOptional(record.trackName(), target, WireFormat::writeText);
        WireFormat.writeText(record.codecId(), target);
        target.writeInt(record.index());
        WireFormat.writeInstant(record.timestamp(), target);
        target.writeBoolean(record.isKeyFrame());
        target.writeInt(record.sizeInBytes());
    }

    @Override
    public ArchivedFrameMetadata deserialize(DataInputView source) throws IOException {
        return new ArchivedFrameMetadata(
                source.readUTF(),
                source.readUTF(),
                WireFormat.readInstant(source),
                WireFormat.readInstant(source),
                source.readLong(),
                TrackType.valueOf(source.readUTF()),
                WireFormat.readOptional(source, WireFormat::readText),
                WireFormat.readText(source),
                source.readInt(),
                WireFormat.readInstant(source),
                source.readBoolean(),
                source.readInt());
    }

    @Override
    public TypeSerializerSnapshot<ArchivedFrameMetadata> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The first version of the format. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArchivedFrameMetadata> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
