/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link MediaSource} at any position. Small reads that follow each other share one read of
 * the file. For one thread at a time.
 */
public final class MediaReader implements Closeable {

    private static final int WINDOW_BYTES = 64 * 1024;

    private final String name;
    private final long size;
    private final @Nullable FileChannel file;
    private final ByteBuffer window;
    private long windowStart;

    MediaReader(String name, long size, FileChannel file) {
        this.name = name;
        this.size = size;
        this.file = file;
        this.window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    }

    MediaReader(String name, ByteBuffer bytes) {
        this.name = name;
        this.size = bytes.limit();
        this.file = null;
        this.window = bytes;
    }

    public String name() {
        return name;
    }

    public long size() {
        return size;
    }

    /** The byte at a position, 0 to 255. */
    public int byteAt(long position) throws IOException {
        if (position < windowStart || position >= windowStart + window.limit()) {
            moveWindow(position);
        }
        return window.get((int) (position - windowStart)) & 0xFF;
    }

    /** A copy of the bytes from a position on. */
    public byte[] bytes(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            read(position + target.position(), target);
        }
        return bytes;
    }

    /**
     * Copies bytes from a position on, at least one and as many as fit and are at hand.
     *
     * @return how many
     * @throws IOException if the source ends before the position
     */
    public int read(long position, ByteBuffer target) throws IOException {
        boolean isInWindow = position >= windowStart && position < windowStart + window.limit();
        if (!isInWindow && file != null && target.remaining() >= WINDOW_BYTES / 2) {
            return requireBytes(file.read(target, position), position);
        }
        if (!isInWindow) {
            moveWindow(position);
        }
        int from = (int) (position - windowStart);
        int length = Math.min(target.remaining(), window.limit() - from);
        target.put(window.slice(from, length));
        return length;
    }

    private void moveWindow(long position) throws IOException {
        if (file == null) {
            throw endsAt(position);
        }
        window.clear();
        int read = file.read(window, position);
        window.flip();
        windowStart = position;
        requireBytes(read, position);
    }

    private int requireBytes(int read, long position) throws IOException {
        if (read <= 0) {
            throw endsAt(position);
        }
        return read;
    }

    private MalformedMatroskaException endsAt(long position) {
        return new MalformedMatroskaException(name, position, "the file ends here");
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
