/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitSerializer;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes the enumerator's state to checkpoints. */
@Internal
public final class KvsArchiveEnumeratorStateSerializer
        implements SimpleVersionedSerializer<KvsArchiveEnumeratorState> {

    private static final int VERSION_1 = 1;
    private static final String UNKNOWN_ARN = "";

    private final KvsArchiveSplitSerializer splitSerializer = new KvsArchiveSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(KvsArchiveEnumeratorState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        DataOutput target = new DataOutputStream(bytes);
        target.writeInt(splitSerializer.getVersion());
        target.writeInt(state.generation());
        target.writeLong(state.assignments());
        target.writeInt(state.streams().size());
        for (StreamProgress stream : state.streams()) {
            writeStream(stream, target);
        }
        target.writeInt(state.handovers().size());
        for (Handovers.Handover handover : state.handovers()) {
            target.writeInt(handover.reader());
            writeSplit(handover.split(), target);
        }
        return bytes.toByteArray();
    }

    @Override
    public KvsArchiveEnumeratorState deserialize(int version, byte[] serialized)
            throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "The state holds an enumerator of version "
                            + version
                            + ", this connector reads version "
                            + VERSION_1
                            + ": restore it with the connector that wrote it, or a newer one");
        }
        DataInput source = new DataInputStream(new ByteArrayInputStream(serialized));
        int splitVersion = source.readInt();
        int generation = source.readInt();
        long assignments = source.readLong();
        int size = source.readInt();
        List<StreamProgress> streams = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            streams.add(readStream(source, splitVersion));
        }
        int handedOver = source.readInt();
        List<Handovers.Handover> handovers = new ArrayList<>();
        for (int i = 0; i < handedOver; i++) {
            handovers.add(
                    new Handovers.Handover(source.readInt(), readSplit(source, splitVersion)));
        }
        return new KvsArchiveEnumeratorState(generation, assignments, streams, handovers);
    }

    private void writeSplit(KvsArchiveSplit split, DataOutput target) throws IOException {
        byte[] bytes = splitSerializer.serialize(split);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private KvsArchiveSplit readSplit(DataInput source, int version) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return splitSerializer.deserialize(version, bytes);
    }

    private void writeStream(StreamProgress stream, DataOutput target) throws IOException {
        target.writeUTF(stream.stream().text());
        target.writeUTF(stream.arn().orElse(UNKNOWN_ARN));
        target.writeBoolean(stream.position().isPresent());
        if (stream.position().isPresent()) {
            writePosition(stream.position().get(), target);
        }
        KvsArchiveSplitSerializer.writeFragments(stream.fragments(), target);
        target.writeInt(stream.returnedSplits().size());
        for (KvsArchiveSplit split : stream.returnedSplits()) {
            writeSplit(split, target);
        }
    }

    private StreamProgress readStream(DataInput source, int splitVersion) throws IOException {
        StreamReference stream = new StreamReference(source.readUTF());
        Optional<String> arn =
                Optional.of(source.readUTF()).filter(text -> !text.equals(UNKNOWN_ARN));
        Optional<ListingPosition> position =
                source.readBoolean() ? Optional.of(readPosition(source)) : Optional.empty();
        List<FragmentToRead> fragments = KvsArchiveSplitSerializer.readFragments(source);
        int size = source.readInt();
        List<KvsArchiveSplit> splits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            splits.add(readSplit(source, splitVersion));
        }
        return new StreamProgress(stream, arn, position, fragments, splits);
    }

    private static void writePosition(ListingPosition position, DataOutput target)
            throws IOException {
        target.writeUTF(position.range().type().name());
        writeInstant(position.range().start(), target);
        writeInstant(position.range().end(), target);
        target.writeBoolean(position.listedUpTo().isPresent());
        if (position.listedUpTo().isPresent()) {
            writeInstant(position.listedUpTo().get(), target);
        }
        target.writeLong(position.windowLength().toMillis());
    }

    private static ListingPosition readPosition(DataInput source) throws IOException {
        FragmentSelector range =
                new FragmentSelector(
                        FragmentSelectorType.valueOf(source.readUTF()),
                        readInstant(source),
                        readInstant(source));
        return new ListingPosition(
                range,
                source.readBoolean() ? Optional.of(readInstant(source)) : Optional.empty(),
                Duration.ofMillis(source.readLong()));
    }

    private static void writeInstant(Instant instant, DataOutput target) throws IOException {
        target.writeLong(instant.getEpochSecond());
        target.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInput source) throws IOException {
        return Instant.ofEpochSecond(source.readLong(), source.readInt());
    }
}
