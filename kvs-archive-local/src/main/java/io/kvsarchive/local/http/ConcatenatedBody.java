/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.kvsarchive.local.fault.PlannedDocument;
import io.kvsarchive.local.matroska.FragmentDocument;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of fragments, one after the other, made as the client takes them: never more than
 * one chunk is in memory beside what waits in the channel.
 */
final class ConcatenatedBody implements UnmeasuredBody {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Iterator<PlannedDocument> fragments;
    private @Nullable FragmentDocument document;
    private long progress;

    ConcatenatedBody(List<PlannedDocument> fragments) {
        this.fragments = fragments.iterator();
    }

    @Override
    public boolean isEndOfInput() {
        return document == null && !fragments.hasNext();
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
        ByteBuf chunk = allocator.directBuffer(CHUNK_BYTES, CHUNK_BYTES);
        try {
            ByteBuffer target = chunk.internalNioBuffer(0, CHUNK_BYTES);
            int start = target.position();
            while (target.hasRemaining() && !isEndOfInput()) {
                if (document == null) {
                    document = fragments.next().open();
                }
                if (!document.read(target)) {
                    close();
                }
            }
            chunk.writerIndex(target.position() - start);
            progress += chunk.readableBytes();
            return chunk;
        } catch (IOException | RuntimeException e) {
            chunk.release();
            throw e;
        }
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public void close() throws IOException {
        if (document != null) {
            document.close();
            document = null;
        }
    }
}
