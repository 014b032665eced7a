/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.fault.BodyPlan;
import io.kvsarchive.local.service.Plane;
import io.kvsarchive.local.service.Reply;
import io.kvsarchive.local.service.RequestDispatcher;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one connection, one after the other. */
final class CallHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    /**
     * What GetMedia of the service sends, by alchemy-run/alchemy-effect's tests against it; nobody
     * published what GetMediaForFragmentList sends.
     */
    private static final String MEDIA_TYPE = "video/webm";

    private final Supplier<Plane> plane;
    private final RequestDispatcher dispatcher;
    private final CallerCheck callerCheck;

    CallHandler(Supplier<Plane> plane, RequestDispatcher dispatcher, CallerCheck callerCheck) {
        this.plane = plane;
        this.dispatcher = dispatcher;
        this.callerCheck = callerCheck;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
            throws IOException {
        if (request.decoderResult().isFailure()) {
            context.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Reply reply = answer(request);
        boolean keepsAlive = HttpUtil.isKeepAlive(request) && !(reply instanceof Reply.Failure);
        ChannelFuture sent = send(context, reply, keepsAlive);
        if (!keepsAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
        // A body that cannot be read to its end is cut, and the client can tell.
        sent.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private Reply answer(FullHttpRequest request) {
        try {
            return callerCheck
                    .refusalOf(request)
                    .<Reply>map(refusal -> refusal)
                    .orElseGet(
                            () ->
                                    dispatcher.answer(
                                            plane.get(),
                                            () -> SignedCall.accessKeyOf(request),
                                            request.method().name(),
                                            request.uri(),
                                            ByteBufUtil.getBytes(request.content())));
        } catch (RuntimeException e) {
            LOG.error("Cannot answer {} {}", request.method(), request.uri(), e);
            return new Reply.Failure(500, "InternalFailure", e.toString());
        }
    }

    private ChannelFuture send(ChannelHandlerContext context, Reply reply, boolean keepsAlive)
            throws IOException {
        if (reply instanceof Reply.Media media) {
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            setHeaders(head, MEDIA_TYPE, keepsAlive);
            HttpUtil.setTransferEncodingChunked(head, true);
            context.write(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            BodyPlan plan = media.plan();
            ChunkedInput<ByteBuf> body = body(media, context.channel());
            ChannelFuture sent = context.writeAndFlush(new HttpChunkedInput(body));
            sent.addListener(
                    done -> {
                        plan.ended().run();
                        dispatcher.mediaSent(body.progress());
                    });
            return sent;
        }
        if (reply instanceof Reply.Json json) {
            return context.writeAndFlush(
                    whole(HttpResponseStatus.OK, JSON_TYPE, json.body(), keepsAlive));
        }
        if (reply instanceof Reply.Failure failure) {
            return context.writeAndFlush(error(failure));
        }
        return context.writeAndFlush(
                whole(HttpResponseStatus.OK, MEDIA_TYPE, new byte[0], keepsAlive));
    }

    private static ChunkedInput<ByteBuf> body(Reply.Media media, Channel channel) {
        BodyPlan plan = media.plan();
        ConcatenatedBody whole = new ConcatenatedBody(plan.documents());
        ChunkedInput<ByteBuf> body =
                plan.interruptions().isEmpty()
                        ? whole
                        : new InterruptedBody(plan.interruptions(), whole, channel);
        if (media.bandwidthLimit().isPresent()) {
            body = new LimitedBody(media.bandwidthLimit().get(), body, channel);
        }
        return new WatchedBody(body, plan.ended());
    }

    /**
     * An error as amazon-connect/voicemail-express-amazon-connect#25 shows one of the service: the
     * headers are spelled x-amzn, where the API reference has x-amz; and the connection closes.
     */
    private static HttpResponse error(Reply.Failure failure) throws IOException {
        HttpResponse response =
                whole(
                        HttpResponseStatus.valueOf(failure.status()),
                        JSON_TYPE,
                        JSON.writeValueAsBytes(Map.of("Message", failure.message())),
                        false);
        response.headers()
                .set(
                        "x-amzn-ErrorType",
                        failure.code() + ":https://kinesisvideo.amazonaws.com/doc/2017-09-30/");
        return response;
    }

    private static HttpResponse whole(
            HttpResponseStatus status, String type, byte[] body, boolean keepsAlive) {
        HttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        setHeaders(response, type, keepsAlive);
        HttpUtil.setContentLength(response, body.length);
        return response;
    }

    private static void setHeaders(HttpResponse response, String type, boolean keepsAlive) {
        response.headers()
                .set("x-amzn-RequestId", UUID.randomUUID().toString())
                .set(HttpHeaderNames.CONTENT_TYPE, type);
        if (!keepsAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Connection broke", cause);
        } else {
            LOG.error("Connection is closed for an unexpected error", cause);
        }
        ChannelFuture unused = context.close();
    }
}
