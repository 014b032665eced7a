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

/** Writes archived pictures to the network and to state. */
@Internal
public final class ArchivedPictureSerializer extends RecordSerializer<ArchivedPicture> {

    private static final long serialVersionUID = 1L;

    static final ArchivedPictureSerializer INSTANCE = new ArchivedPictureSerializer();

    private ArchivedPictureSerializer() {}

    @Override
    public void serialize(ArchivedPicture picture, DataOutputView target) throws IOException {
        target.writeUTF(picture.stream());
        target.writeUTF(picture.fragmentNumber());
        target.writeLong(picture.trackNumber());
        PictureSerializer.INSTANCE.serialize(picture.picture(), target);
    }

    @Override
    public ArchivedPicture deserialize(DataInputView source) throws IOException {
        return new ArchivedPicture(
                source.readUTF(),
                source.readUTF(),
                source.readLong(),
                PictureSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<ArchivedPicture> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The serializer has no parameters, so its class says all. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArchivedPicture> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
