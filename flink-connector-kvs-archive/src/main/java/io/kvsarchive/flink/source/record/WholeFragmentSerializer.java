/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes whole fragments to the network and to state. */
@Internal
public final class WholeFragmentSerializer extends RecordSerializer<WholeFragment> {

    private static final long serialVersionUID = 1L;

    static final WholeFragmentSerializer INSTANCE = new WholeFragmentSerializer();

    private WholeFragmentSerializer() {}

    @Override
    public void serialize(WholeFragment record, DataOutputView target) throws IOException {
        target.writeUTF(record.stream());
        FragmentMetadataWireFormat.write(record.fragment(), target);
        target.writeInt(record.frames().size());
        for (Frame frame : record.frames()) {
            FrameWireFormat.write(frame, record.fragment(), target);
        }
        WireFormat.writeBytes(record.document(), target);
    }

    @Override
    public WholeFragment deserialize(DataInputView source) throws IOException {
        String stream = source.readUTF();
        FragmentMetadata metadata = FragmentMetadataWireFormat.read(source);
        int frameCount = source.readInt();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < frameCount; i++) {
            frames.add(FrameWireFormat.read(metadata, source));
        }
        return new WholeFragment(stream, metadata, frames, WireFormat.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<WholeFragment> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The first version of the format. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WholeFragment> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
