/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.kvsarchive.local.service.Plane;
import io.kvsarchive.local.service.RequestDispatcher;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An endpoint on loopback for each plane. Threads of its own serve them until it is closed. */
public final class HttpEndpoints implements Closeable {

    /** A request for a thousand fragments has about 130 kB at the most. */
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final WriteBufferWaterMark UNSENT_BYTES =
            new WriteBufferWaterMark(128 * 1024, 512 * 1024);
    private static final int CLOSING_SECONDS = 2;

    /** Not the loopback address of Java's choice, which may be one of IPv6. */
    private static final byte[] HOST = {127, 0, 0, 1};

    private final EventLoopGroup threads =
            new NioEventLoopGroup(
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    new DefaultThreadFactory("kvs-archive-local", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<Plane, Channel> channels = new ConcurrentHashMap<>();
    private final Map<Plane, ServedPlane> served = new ConcurrentHashMap<>();
    private volatile @Nullable Calls calls;

    /** What answers calls. */
    private record Calls(RequestDispatcher dispatcher, CallerCheck callerCheck) {}

    private HttpEndpoints() {}

    /**
     * Takes the ports. Nobody is served yet, since answers name the ports.
     *
     * @param firstPort the port of the first plane, the others have the next ones; 0 for any that
     *     are free
     * @throws IOException if a port is taken
     */
    public static HttpEndpoints bind(int firstPort) throws IOException {
        HttpEndpoints endpoints = new HttpEndpoints();
        try {
            int port = firstPort;
            for (Plane plane : Plane.values()) {
                endpoints.bind(plane, port);
                port += firstPort == 0 ? 0 : 1;
            }
            return endpoints;
        } catch (IOException e) {
            endpoints.close();
            throw e;
        }
    }

    private Channel bind(Plane plane, int port) throws IOException {
        ServedPlane handler = new ServedPlane(plane);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT_BYTES)
                        .childHandler(handler);
        ChannelFuture bound =
                bootstrap
                        .bind(new InetSocketAddress(InetAddress.getByAddress(HOST), port))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen on port %d: %s".formatted(port, bound.cause().getMessage()),
                    bound.cause());
        }
        channels.put(plane, bound.channel());
        served.put(plane, handler);
        return bound.channel();
    }

    /** The address of a plane. */
    public URI address(Plane plane) {
        Channel channel = Objects.requireNonNull(channels.get(plane), "channel");
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return URI.create("http://" + local.getAddress().getHostAddress() + ":" + local.getPort());
    }

    /** How many connections are open. */
    public int openConnections() {
        return connections.size();
    }

    /** Begins to serve. */
    public void serve(RequestDispatcher dispatcher, CallerCheck callerCheck) {
        calls = new Calls(dispatcher, callerCheck);
        channels.values().forEach(channel -> channel.config().setAutoRead(true));
    }

    /**
     * Moves an endpoint to a free port. Where it was, and on connections that it has, none of its
     * API's calls are served from now on.
     *
     * @throws IOException if there is no free port
     */
    public synchronized void move(Plane plane) throws IOException {
        ServedPlane former = Objects.requireNonNull(served.get(plane), "former");
        bind(plane, 0).config().setAutoRead(true);
        former.plane = Plane.LIVE;
    }

    /** Breaks all connections and waits until the threads have ended, two seconds at most. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    /** Sets up the connections to an endpoint. */
    private final class ServedPlane extends ChannelInitializer<SocketChannel> {

        private volatile Plane plane;

        private ServedPlane(Plane plane) {
            this.plane = plane;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            // Nothing is accepted before they are set.
            Calls served = Objects.requireNonNull(calls, "calls");
            connections.add(channel);
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                    .addLast(new ChunkedWriteHandler())
                    .addLast(
                            new CallHandler(
                                    () -> plane, served.dispatcher(), served.callerCheck()));
        }
    }
}
