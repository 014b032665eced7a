/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.service.StreamReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes splits to checkpoints and to the network. */
@Internal
public final class KvsArchiveSplitSerializer implements SimpleVersionedSerializer<KvsArchiveSplit> {

    private static final int VERSION_1 = 1;
    private static final String UNKNOWN = "";

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(KvsArchiveSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        DataOutput target = new DataOutputStream(bytes);
        target.writeUTF(split.splitId());
        target.writeLong(split.assignment());
        target.writeUTF(split.stream().text());
        target.writeUTF(split.streamArn().orElse(UNKNOWN));
        target.writeUTF(split.mediaEndpoint().map(URI::toString).orElse(UNKNOWN));
        writeFragments(split.fragments(), target);
        target.writeBoolean(split.progress().isPresent());
        if (split.progress().isPresent()) {
            FragmentProgress progress = split.progress().get();
            target.writeUTF(progress.fragmentNumber());
            target.writeInt(progress.nextFrame());
        }
        return bytes.toByteArray();
    }

    @Override
    public KvsArchiveSplit deserialize(int version, byte[] serialized) throws IOException {
        checkKnown(version);
        DataInput source = new DataInputStream(new ByteArrayInputStream(serialized));
        return new KvsArchiveSplit(
                source.readUTF(),
                source.readLong(),
                new StreamReference(source.readUTF()),
                readKnown(source),
                readKnown(source).map(URI::create),
                readFragments(version, source),
                source.readBoolean()
                        ? Optional.of(new FragmentProgress(source.readUTF(), source.readInt()))
                        : Optional.empty());
    }

    private static void checkKnown(int version) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    ("The state holds a split of version %s, this connector reads version %s:"
                                    + " restore it with the connector that wrote it, or a newer"
                                    + " one")
                            .formatted(version, VERSION_1));
        }
    }

    private static Optional<String> readKnown(DataInput source) throws IOException {
        return Optional.of(source.readUTF()).filter(text -> !text.equals(UNKNOWN));
    }

    /** Also how the enumerator keeps the fragments that no split holds yet. */
    public static void writeFragments(List<FragmentToRead> fragments, DataOutput target)
            throws IOException {
        target.writeInt(fragments.size());
        for (FragmentToRead fragment : fragments) {
            target.writeUTF(fragment.fragmentNumber());
            target.writeBoolean(fragment instanceof FragmentToRead.Listed);
            if (fragment instanceof FragmentToRead.Listed listed) {
                target.writeLong(listed.producerMillis());
                target.writeLong(listed.serverMillis());
                target.writeLong(listed.sizeInBytes());
                target.writeLong(listed.durationMillis());
            }
        }
    }

    /**
     * Reads what {@link #writeFragments} wrote.
     *
     * @param version of the split serializer that wrote it
     */
    public static List<FragmentToRead> readFragments(int version, DataInput source)
            throws IOException {
        checkKnown(version);
        int size = source.readInt();
        List<FragmentToRead> fragments = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String number = source.readUTF();
            fragments.add(
                    source.readBoolean()
                            ? new FragmentToRead.Listed(
                                    number,
                                    source.readLong(),
                                    source.readLong(),
                                    source.readLong(),
                                    source.readLong())
                            : FragmentToRead.numbered(number));
        }
        return fragments;
    }
}
