/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.kvsarchive.local.quota.BandwidthLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body that comes no faster than may be. All is done in the thread of its channel. */
final class LimitedBody implements UnmeasuredBody {

    private final BandwidthLimit limit;
    private final ChunkedInput<ByteBuf> body;
    private final Channel channel;
    private ByteBuf unsent = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> awakening;
    private long progress;

    LimitedBody(BandwidthLimit limit, ChunkedInput<ByteBuf> body, Channel channel) {
        this.limit = limit;
        this.body = body;
        this.channel = channel;
    }

    @Override
    public boolean isEndOfInput() throws Exception {
        return !unsent.isReadable() && body.isEndOfInput();
    }

    /** Nothing while the next bytes have to wait. */
    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws Exception {
        if (!unsent.isReadable()) {
            ByteBuf next = body.readChunk(allocator);
            if (next == null) {
                return null;
            }
            unsent.release();
            unsent = next;
        }
        int length = limit.next(unsent.readableBytes());
        long nanos = limit.nanosUntil(length);
        if (nanos > 0) {
            awakenAfter(nanos);
            return null;
        }
        limit.sent(length);
        progress += length;
        return unsent.readRetainedSlice(length);
    }

    private void awakenAfter(long nanos) {
        if (awakening == null) {
            awakening = channel.eventLoop().schedule(this::awaken, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void awaken() {
        awakening = null;
        channel.pipeline().get(ChunkedWriteHandler.class).resumeTransfer();
    }

    @Override
    public long progress() {
        return progress;
    }

    @Override
    public void close() throws Exception {
        if (awakening != null) {
            awakening.cancel(false);
        }
        unsent.release();
        unsent = Unpooled.EMPTY_BUFFER;
        body.close();
    }
}
