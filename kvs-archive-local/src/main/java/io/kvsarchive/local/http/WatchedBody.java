/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.stream.ChunkedInput;
import org.jspecify.annotations.Nullable;

/** A body that tells when its last byte was handed on. */
record WatchedBody(ChunkedInput<ByteBuf> body, Runnable ended) implements UnmeasuredBody {

    @Override
    public boolean isEndOfInput() throws Exception {
        return body.isEndOfInput();
    }

    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws Exception {
        ByteBuf chunk = body.readChunk(allocator);
        if (body.isEndOfInput()) {
            ended.run();
        }
        return chunk;
    }

    @Override
    public long progress() {
        return body.progress();
    }

    @Override
    public void close() throws Exception {
        body.close();
    }
}
