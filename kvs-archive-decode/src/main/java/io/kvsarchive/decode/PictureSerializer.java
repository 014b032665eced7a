/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.flink.source.record.RecordSerializer;
import io.kvsarchive.flink.source.record.WireFormat;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes pictures to the network and to state. */
@Internal
public final class PictureSerializer extends RecordSerializer<Picture> {

    private static final long serialVersionUID = 1L;

    static final PictureSerializer INSTANCE = new PictureSerializer();

    private PictureSerializer() {}

    @Override
    public void serialize(Picture picture, DataOutputView target) throws IOException {
        WireFormat.writeInstant(picture.timestamp(), target);
        target.writeInt(picture.width());
        target.writeInt(picture.height());
        target.writeUTF(picture.format().name());
        WireFormat.writeBytes(picture.pixels(), target);
    }

    @Override
    public Picture deserialize(DataInputView source) throws IOException {
        return new Picture(
                WireFormat.readInstant(source),
                source.readInt(),
                source.readInt(),
                PixelFormat.valueOf(source.readUTF()),
                WireFormat.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<Picture> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The serializer has no parameters, so its class says all. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Picture> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
