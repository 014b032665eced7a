/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.parse;

import io.kvsarchive.benchmarks.peer.ParserLibrary;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.ParserLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Each operation reads the whole body, and hands each frame on in an array of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FragmentParsing {

    @Param public Body body;

    private byte[] bytes;
    private Payloads payloads;

    @Setup
    public void makeBody() throws IOException {
        bytes = body.bytes();
        payloads = Payloads.of(bytes);
    }

    @Benchmark
    public void connector(Blackhole frames) throws IOException {
        FragmentParser parser =
                new FragmentParser(new ByteArrayInputStream(bytes), ParserLimits.DEFAULT);
        for (Optional<FragmentResult> result = parser.next();
                result.isPresent();
                result = parser.next()) {
            frames.consume(result.get());
        }
    }

    @Benchmark
    public void parserLibrary(Blackhole frames) throws IOException {
        ParserLibrary.read(new ByteArrayInputStream(bytes), frames::consume);
    }

    /** What can't be saved: each payload is copied once. */
    @Benchmark
    public void copies(Blackhole frames) {
        for (int i = 0; i < payloads.count(); i++) {
            byte[] payload = new byte[payloads.lengths()[i]];
            System.arraycopy(bytes, payloads.starts()[i], payload, 0, payload.length);
            frames.consume(payload);
        }
    }
}
