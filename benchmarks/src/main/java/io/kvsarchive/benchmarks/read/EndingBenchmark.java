/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import io.kvsarchive.benchmarks.compare.ResultTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.ResponseInputStream;

/** What is still sent of an answer that is not wanted any more. Each byte of it is billed. */
final class EndingBenchmark {

    private static final int WANTED_BYTES = 1_000_000;
    private static final double MB = 1e6;

    private final URI endpoint;

    EndingBenchmark(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** How to end an answer. */
    private interface Ending {
        void end(ResponseInputStream<?> body) throws IOException;
    }

    void print(PrintWriter out) throws IOException {
        out.println();
        ResultTable table = new ResultTable(out, "MB sent after the first");
        for (HttpClient http : HttpClient.values()) {
            try (MediaClient client = http.open(endpoint)) {
                table.row(
                        "abort(), " + http.description(),
                        sentAfterwards(client, ResponseInputStream::abort),
                        "close(), " + http.description(),
                        sentAfterwards(client, ResponseInputStream::close),
                        "");
            }
        }
    }

    private double sentAfterwards(MediaClient client, Ending ending) throws IOException {
        ResponseInputStream<?> body = client.getMedia();
        body.readNBytes(WANTED_BYTES);
        ending.end(body);
        return (sent() - WANTED_BYTES) / MB;
    }

    private long sent() throws IOException {
        try (InputStream answer = endpoint.resolve("/sent").toURL().openStream()) {
            return Long.parseLong(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
