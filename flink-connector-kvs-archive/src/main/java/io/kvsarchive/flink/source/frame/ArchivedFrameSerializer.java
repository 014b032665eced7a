/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes frames to the network and to state. Frames are immutable, so none is ever copied. */
@Internal
public final class ArchivedFrameSerializer extends ImmutableSerializer<ArchivedFrame> {

    private static final long serialVersionUID = 1L;

    static final ArchivedFrameSerializer INSTANCE = new ArchivedFrameSerializer();

    private ArchivedFrameSerializer() {}

    @Override
    public void serialize(ArchivedFrame record, DataOutputView target) throws IOException {
        Frame frame = record.frame();
        target.writeUTF(record.stream());
        FragmentMetadataWireFormat.write(record.fragment(), target);
        target.writeInt(frame.index());
        target.writeInt(positionOfTrack(record));
        WireFormat.writeInstant(frame.timestamp(), target);
        target.writeBoolean(frame.keyFrame());
        WireFormat.writeBytes(frame.payload(), target);
    }

    @Override
    public ArchivedFrame deserialize(DataInputView source) throws IOException {
        String stream = source.readUTF();
        FragmentMetadata fragment = FragmentMetadataWireFormat.read(source);
        int index = source.readInt();
        Track track = trackAt(fragment.tracks(), source.readInt());
        Instant timestamp = WireFormat.readInstant(source);
        boolean keyFrame = source.readBoolean();
        byte[] payload = WireFormat.readBytes(source);
        return new ArchivedFrame(
                stream, fragment, new Frame(index, track, timestamp, keyFrame, payload));
    }

    private static int positionOfTrack(ArchivedFrame record) throws IOException {
        int position = record.fragment().tracks().indexOf(record.frame().track());
        if (position < 0) {
            throw new IOException(
                    "Frame "
                            + record.frame().index()
                            + " of fragment "
                            + record.fragment().number()
                            + " is of track "
                            + record.frame().track().number()
                            + ", which is not among the fragment's tracks");
        }
        return position;
    }

    private static Track trackAt(List<Track> tracks, int position) throws IOException {
        if (position < 0 || position >= tracks.size()) {
            throw new IOException(
                    "A serialized frame refers to track "
                            + position
                            + " of "
                            + tracks.size()
                            + ": its bytes are damaged");
        }
        return tracks.get(position);
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
