/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.listing.ListingPosition;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitSerializer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        target.writeBoolean(state.streamsAreFound());
        target.writeInt(state.streams().size());
        for (StreamProgress stream : state.streams()) {
            writeStream(stream, target);
        }
        target.writeInt(state.unconfirmed().size());
        for (UnconfirmedSplits.UnconfirmedSplit split : state.unconfirmed()) {
            target.writeInt(split.reader());
            writeSplit(split.split(), target);
        }
        return bytes.toByteArray();
    }

    @Override
    public KvsArchiveEnumeratorState deserialize(int version, byte[] serialized)
            throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    ("The state holds an enumerator of version %s, this connector reads version %s:"
                                    + " restore it with the connector that wrote it, or a newer"
                                    + " one")
                            .formatted(version, VERSION_1));
        }
        DataInput source = new DataInputStream(new ByteArrayInputStream(serialized));
        int splitVersion = source.readInt();
        int generation = source.readInt();
        long assignments = source.readLong();
        boolean streamsAreFound = source.readBoolean();
        int size = source.readInt();
        List<StreamProgress> streams = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            streams.add(readStream(splitVersion, source));
        }
        int handedOver = source.readInt();
        List<UnconfirmedSplits.UnconfirmedSplit> unconfirmed = new ArrayList<>();
        for (int i = 0; i < handedOver; i++) {
            unconfirmed.add(
                    new UnconfirmedSplits.UnconfirmedSplit(
                            source.readInt(), readSplit(splitVersion, source)));
        }
        return new KvsArchiveEnumeratorState(
                generation, assignments, streamsAreFound, streams, unconfirmed);
    }

    private void writeSplit(KvsArchiveSplit split, DataOutput target) throws IOException {
        byte[] bytes = splitSerializer.serialize(split);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private KvsArchiveSplit readSplit(int splitVersion, DataInput source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return splitSerializer.deserialize(splitVersion, bytes);
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

    private StreamProgress readStream(int splitVersion, DataInput source) throws IOException {
        StreamReference stream = new StreamReference(source.readUTF());
        Optional<String> arn =
                Optional.of(source.readUTF()).filter(text -> !text.equals(UNKNOWN_ARN));
        Optional<ListingPosition> position =
                source.readBoolean() ? Optional.of(readPosition(source)) : Optional.empty();
        List<FragmentToRead> fragments =
                KvsArchiveSplitSerializer.readFragments(splitVersion, source);
        int size = source.readInt();
        List<KvsArchiveSplit> splits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            splits.add(readSplit(splitVersion, source));
        }
        return new StreamProgress(stream, arn, position, fragments, splits);
    }

    private static void writePosition(ListingPosition position, DataOutput target)
            throws IOException {
        target.writeUTF(position.clock().name());
        target.writeBoolean(position.end().isPresent());
        if (position.end().isPresent()) {
            writeInstant(position.end().get(), target);
        }
        writeInstant(position.earliestProducerTimestamp(), target);
        writeInstant(position.from(), target);
        target.writeInt(position.delivered().size());
        for (Map.Entry<String, Long> fragment : position.delivered().entrySet()) {
            target.writeUTF(fragment.getKey());
            target.writeLong(fragment.getValue());
        }
        target.writeLong(position.windowLength().toMillis());
        writeInstant(position.listedTo(), target);
        target.writeInt(position.pending());
        target.writeLong(position.samplingState());
    }

    private static ListingPosition readPosition(DataInput source) throws IOException {
        FragmentSelectorType clock = FragmentSelectorType.valueOf(source.readUTF());
        Optional<Instant> end =
                source.readBoolean() ? Optional.of(readInstant(source)) : Optional.empty();
        Instant earliestProducerTimestamp = readInstant(source);
        Instant from = readInstant(source);
        int size = source.readInt();
        Map<String, Long> delivered = new HashMap<>();
        for (int i = 0; i < size; i++) {
            delivered.put(source.readUTF(), source.readLong());
        }
        return new ListingPosition(
                clock,
                end,
                earliestProducerTimestamp,
                from,
                delivered,
                Duration.ofMillis(source.readLong()),
                readInstant(source),
                source.readInt(),
                source.readLong());
    }

    private static void writeInstant(Instant instant, DataOutput target) throws IOException {
        target.writeLong(instant.getEpochSecond());
        target.writeInt(instant.getNano());
    }

    private static Instant readInstant(DataInput source) throws IOException {
        return Instant.ofEpochSecond(source.readLong(), source.readInt());
    }
}
