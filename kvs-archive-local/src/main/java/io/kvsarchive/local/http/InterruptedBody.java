/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.kvsarchive.local.fault.Interruption;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body that stalls, or ends before it is whole. All is done in the thread of its channel. */
final class InterruptedBody implements UnmeasuredBody {

    /** The most that timers can count in milliseconds without an overflow of their nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ConcatenatedBody whole;
    private final Deque<Interruption> ahead;
    private final Channel channel;
    private ByteBuf unsent = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> awakening;
    private boolean holds;
    private long progress;

    InterruptedBody(List<Interruption> interruptions, ConcatenatedBody whole, Channel channel) {
        this.whole = whole;
        this.ahead = new ArrayDeque<>(interruptions);
        this.channel = channel;
    }

    @Override
    public boolean isEndOfInput() {
        return (isDue(ahead.peek()) && ahead.peek().kind() == Interruption.Kind.END)
                || (!unsent.isReadable() && whole.isEndOfInput());
    }

    private boolean isDue(@Nullable Interruption interruption) {
        return interruption != null && interruption.at() == progress;
    }

    /** Nothing while the body holds, which it does for good if its connection is about to end. */
    @Override
    public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws Exception {
        if (holds) {
            return null;
        }
        if (isDue(ahead.peek())) {
            holds = true;
            interrupt(ahead.pop());
            return null;
        }
        if (!unsent.isReadable()) {
            unsent.release();
            unsent = Unpooled.EMPTY_BUFFER;
            unsent = whole.readChunk(allocator);
        }
        long room = ahead.isEmpty() ? Long.MAX_VALUE : ahead.peek().at() - progress;
        ByteBuf chunk = unsent.readRetainedSlice((int) Math.min(room, unsent.readableBytes()));
        progress += chunk.readableBytes();
        return chunk;
    }

    private void interrupt(Interruption interruption) {
        if (interruption.kind() == Interruption.Kind.STALL) {
            Duration stall = interruption.duration();
            long millis = (stall.compareTo(FOR_EVER) < 0 ? stall : FOR_EVER).toMillis();
            awakening = channel.eventLoop().schedule(this::awaken, millis, TimeUnit.MILLISECONDS);
            return;
        }
        // Past all handlers and behind what they have written: done when that has been sent.
        channel.pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> breakConnection(interruption.kind()));
    }

    private void awaken() {
        holds = false;
        channel.pipeline().get(ChunkedWriteHandler.class).resumeTransfer();
    }

    private void breakConnection(Interruption.Kind kind) {
        if (kind == Interruption.Kind.RESET) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ChannelFuture unused = channel.close();
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
        whole.close();
    }
}
