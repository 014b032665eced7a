/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** How a frame is written after its fragment's metadata, among which is its track. */
final class FrameWireFormat {

    private FrameWireFormat() {}

    static void write(Frame frame, FragmentMetadata fragment, DataOutput target)
            throws IOException {
        target.writeInt(frame.index());
        target.writeInt(positionOfTrack(frame, fragment));
        WireFormat.writeInstant(frame.timestamp(), target);
        target.writeBoolean(frame.isKeyFrame());
        WireFormat.writeBytes(frame.payload(), target);
    }

    static Frame read(FragmentMetadata fragment, DataInput source) throws IOException {
        int index = source.readInt();
        Track track = trackAt(fragment.tracks(), source.readInt());
        Instant timestamp = WireFormat.readInstant(source);
        boolean keyFrame = source.readBoolean();
        return new Frame(index, track, timestamp, keyFrame, WireFormat.readBytes(source));
    }

    private static int positionOfTrack(Frame frame, FragmentMetadata fragment) throws IOException {
        int position = fragment.tracks().indexOf(frame.track());
        if (position < 0) {
            throw new IOException(
                    ("Frame %s of fragment %s is of track %s, which is not among the"
                                    + " fragment's tracks")
                            .formatted(
                                    frame.index(),
                                    fragment.fragmentNumber(),
                                    frame.track().number()));
        }
        return position;
    }

    private static Track trackAt(List<Track> tracks, int position) throws IOException {
        if (position < 0 || position >= tracks.size()) {
            throw new IOException(
                    "A serialized frame refers to track %s of %s: its bytes are damaged"
                            .formatted(position, tracks.size()));
        }
        return tracks.get(position);
    }
}
