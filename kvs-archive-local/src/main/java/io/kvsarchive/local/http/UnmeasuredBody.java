/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import org.jspecify.annotations.Nullable;

/** A body of a length that is not known before its end. */
interface UnmeasuredBody extends ChunkedInput<ByteBuf> {

    @Override
    @SuppressWarnings("deprecation")
    default @Nullable ByteBuf readChunk(ChannelHandlerContext context) throws Exception {
        return readChunk(context.alloc());
    }

    /** Unknown. */
    @Override
    default long length() {
        return -1;
    }
}
