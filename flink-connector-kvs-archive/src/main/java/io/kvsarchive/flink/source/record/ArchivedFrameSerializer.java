/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import java.io.IOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes frames to the network and to state. Frames are immutable, so none is ever copied. */
@Internal
public final class ArchivedFrameSerializer extends RecordSerializer<ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    static final ArchivedFrameSerializer INSTANCE = new ArchivedFrameSerializer();

    private ArchivedFrameSerializer() {}

    @Override
    public void serialize(ArchivedFrame record, DataOutputView target) throws IOException {
        target.writeUTF(record.stream());
        FragmentMetadataWireFormat.write(record.fragment(), target);
        FrameWireFormat.write(record.frame(), record.fragment(), target);
    }

    @Override
    public ArchivedFrame deserialize(DataInputView source) throws IOException {
        String stream = source.readUTF();
        FragmentMetadata fragment = FragmentMetadataWireFormat.read(source);
        return new ArchivedFrame(stream, fragment, FrameWireFormat.read(fragment, source));
    }

    @Override
    public TypeSerializerSnapshot<ArchivedFrame> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The first version of the format. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArchivedFrame> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
