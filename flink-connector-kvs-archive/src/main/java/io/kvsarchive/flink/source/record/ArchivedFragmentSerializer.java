/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.IOException;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes fragment records to the network and to state. */
@Internal
public final class ArchivedFragmentSerializer extends RecordSerializer<ArchivedFragment> {

    private static final long serialVersionUID = 1L;

    static final ArchivedFragmentSerializer INSTANCE = new ArchivedFragmentSerializer();

    private ArchivedFragmentSerializer() {}

    @Override
    public void serialize(ArchivedFragment record, DataOutputView target) throws IOException {
        target.writeUTF(record.stream());
        target.writeUTF(record.fragmentNumber());
        WireFormat.writeInstant(record.producerTimestamp(), target);
        WireFormat.writeInstant(record.serverTimestamp(), target);
        target.writeLong(record.sizeInBytes());
        target.writeLong(record.duration().toMillis());
    }

    @Override
    public ArchivedFragment deserialize(DataInputView source) throws IOException {
        return new ArchivedFragment(
                source.readUTF(),
                source.readUTF(),
                WireFormat.readInstant(source),
                WireFormat.readInstant(source),
                source.readLong(),
                Duration.ofMillis(source.readLong()));
    }

    @Override
    public TypeSerializerSnapshot<ArchivedFragment> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The serializer has no parameters, so its class says all. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ArchivedFragment> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
