/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.ParserLimits;
import java.io.IOException;
import java.io.InputStream;

/** Takes all that a body has, and does nothing with what it makes of it. */
@FunctionalInterface
public interface BodyReader {

    /** Makes frames, with the connector's parser. */
    BodyReader PARSER =
            body -> {
                FragmentParser parser = new FragmentParser(body, ParserLimits.DEFAULT);
                while (parser.next().isPresent()) {
                    // Nothing is done with the frames.
                }
                return parser.bytesRead();
            };

    /** Makes nothing: what any reader has to do. */
    BodyReader DRAIN =
            body -> {
                byte[] buffer = new byte[64 * 1024];
                long bytes = 0;
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    bytes += read;
                }
                return bytes;
            };

    /** Reads to the end, and tells how many bytes there were. */
    long read(InputStream body) throws IOException;
}
