/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that fragments are cut from: a file that stays on disk, or a resource held in memory. */
public interface MediaSource {

    /** What to call the bytes in messages. */
    String name();

    /** How many bytes there are. */
    long size();

    /** Opens the bytes for one reader. */
    MediaReader open() throws IOException;

    /**
     * A file, opened anew by each reader and never held in memory. It must not change while it is
     * served.
     *
     * @throws IOException if the file cannot be read
     */
    static MediaSource of(Path file) throws IOException {
        long size = Files.size(file);
        return new MediaSource() {
            @Override
            public String name() {
                return file.toString();
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public MediaReader open() throws IOException {
                return new MediaReader(
                        file.toString(), size, FileChannel.open(file, StandardOpenOption.READ));
            }
        };
    }

    /** Bytes in memory; they must not change. */
    static MediaSource of(String name, byte[] bytes) {
        return new MediaSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public MediaReader open() {
                return new MediaReader(name, ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
        };
    }
}
