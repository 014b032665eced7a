/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import io.kvsarchive.media.AudioFormat;
import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.PictureSize;
import io.kvsarchive.media.Tag;
import io.kvsarchive.media.Track;
import io.kvsarchive.media.TrackType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a fragment's metadata is written beside its frames. */
final class FragmentMetadataWireFormat {

    private FragmentMetadataWireFormat() {}

    static void write(FragmentMetadata fragment, DataOutput target) throws IOException {
        target.writeUTF(fragment.fragmentNumber());
        WireFormat.writeInstant(fragment.producerTimestamp(), target);
        WireFormat.writeInstant(fragment.serverTimestamp(), target);
        writeList(fragment.tracks(), target, FragmentMetadataWireFormat::writeTrack);
        writeList(fragment.tags(), target, FragmentMetadataWireFormat::writeTag);
    }

    static FragmentMetadata read(DataInput source) throws IOException {
        String number = source.readUTF();
        Instant producerTimestamp = WireFormat.readInstant(source);
        Instant serverTimestamp = WireFormat.readInstant(source);
        List<Track> tracks = readList(source, FragmentMetadataWireFormat::readTrack);
        List<Tag> tags = readList(source, FragmentMetadataWireFormat::readTag);
        return new FragmentMetadata(number, producerTimestamp, serverTimestamp, tracks, tags);
    }

    private static void writeTrack(Track track, DataOutput target) throws IOException {
        target.writeLong(track.number());
        target.writeLong(track.uid());
        target.writeUTF(track.type().name());
        WireFormat.writeOptional(track.name(), target, WireFormat::writeText);
        WireFormat.writeText(track.codecId(), target);
        WireFormat.writeBytes(track.codecPrivate(), target);
        WireFormat.writeOptional(
                track.pictureSize(),
                target,
                (size, output) -> {
                    output.writeInt(size.width());
                    output.writeInt(size.height());
                });
        WireFormat.writeOptional(
                track.audioFormat(),
                target,
                (format, output) -> {
                    output.writeDouble(format.samplingRate());
                    output.writeInt(format.channels());
                    output.writeInt(format.bitDepth());
                });
        WireFormat.writeOptional(
                track.defaultDuration(),
                target,
                (duration, output) -> output.writeLong(duration.toNanos()));
    }

    private static Track readTrack(DataInput source) throws IOException {
        return new Track(
                source.readLong(),
                source.readLong(),
                TrackType.valueOf(source.readUTF()),
                WireFormat.readOptional(source, WireFormat::readText),
                WireFormat.readText(source),
                WireFormat.readBytes(source),
                WireFormat.readOptional(
                        source, input -> new PictureSize(input.readInt(), input.readInt())),
                WireFormat.readOptional(
                        source,
                        input ->
                                new AudioFormat(
                                        input.readDouble(), input.readInt(), input.readInt())),
                WireFormat.readOptional(source, input -> Duration.ofNanos(input.readLong())));
    }

    private static void writeTag(Tag tag, DataOutput target) throws IOException {
        WireFormat.writeText(tag.name(), target);
        WireFormat.writeText(tag.value(), target);
        target.writeLong(tag.trackUid());
    }

    private static Tag readTag(DataInput source) throws IOException {
        return new Tag(WireFormat.readText(source), WireFormat.readText(source), source.readLong());
    }

    private static <T> void writeList(
            List<T> values, DataOutput target, WireFormat.Writer<T> writer) throws IOException {
        target.writeInt(values.size());
        for (T value : values) {
            writer.write(value, target);
        }
    }

    private static <T> List<T> readList(DataInput source, WireFormat.Reader<T> reader)
            throws IOException {
        int size = source.readInt();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(reader.read(source));
        }
        return values;
    }
}
