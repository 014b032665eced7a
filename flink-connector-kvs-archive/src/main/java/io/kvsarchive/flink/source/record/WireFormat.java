/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * How the simple values within records are written.
 *
 * <p>kvs-archive-decode writes them so, too.
 */
@Internal
public final class WireFormat {

    /** Writes one value. */
    interface Writer<T> {
        void write(T value, DataOutput target) throws IOException;
    }

    /** Reads one value. */
    interface Reader<T> {
        T read(DataInput source) throws IOException;
    }

    private WireFormat() {}

    public static void writeInstant(Instant instant, DataOutput target) throws IOException {
        target.writeLong(instant.getEpochSecond());
        target.writeInt(instant.getNano());
    }

    public static Instant readInstant(DataInput source) throws IOException {
        return Instant.ofEpochSecond(source.readLong(), source.readInt());
    }

    public static void writeBytes(byte[] bytes, DataOutput target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    public static byte[] readBytes(DataInput source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }

    /** Unlike writeUTF, text may be longer than 64 KiB. */
    static void writeText(String text, DataOutput target) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), target);
    }

    static String readText(DataInput source) throws IOException {
        return new String(readBytes(source), StandardCharsets.UTF_8);
    }

    static <T> void writeOptional(Optional<T> value, DataOutput target, Writer<T> writer)
            throws IOException {
        target.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(value.get(), target);
        }
    }

    static <T> Optional<T> readOptional(DataInput source, Reader<T> reader) throws IOException {
        return source.readBoolean() ? Optional.of(reader.read(source)) : Optional.empty();
    }
}
