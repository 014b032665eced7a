/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session with a SQL Gateway. */
final class SqlSession implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final URI session;

    /** Opens it. */
    SqlSession(URI gateway) throws Exception {
        String handle =
                RestApi.post(gateway.resolve("sessions"), Map.of())
                        .required("sessionHandle")
                        .textValue();
        session = gateway.resolve("sessions/" + handle + "/");
    }

    /**
     * Executes a statement to its end.
     *
     * @return the rows of its result, as text
     * @throws IOException if it fails, with all that the gateway says
     */
    List<List<String>> execute(String statement) throws Exception {
        return execute(statement, Long.MAX_VALUE);
    }

    /** Executes a query that has no end until there are so many rows, and cancels it. */
    List<List<String>> executeUntil(long rows, String query) throws Exception {
        return execute(query, rows);
    }

    private List<List<String>> execute(String statement, long limit) throws Exception {
        String handle =
                RestApi.post(session.resolve("statements"), Map.of("statement", statement))
                        .required("operationHandle")
                        .textValue();
        URI operation = session.resolve("operations/" + handle + "/");
        try {
            return rows(operation.resolve("result/0?rowFormat=PLAIN_TEXT"), limit);
        } finally {
            RestApi.delete(operation.resolve("close"));
        }
    }

    private static List<List<String>> rows(URI first, long limit) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        URI next = first;
        while (rows.size() < limit) {
            JsonNode page = RestApi.get(next);
            page.path("results").path("data").forEach(row -> rows.add(fields(row)));
            if (page.required("resultType").textValue().equals("EOS")) {
                break;
            }
            if (page.required("resultType").textValue().equals("NOT_READY")
                    || page.path("results").path("data").isEmpty()) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
            next = first.resolve(page.required("nextResultUri").textValue());
        }
        return rows;
    }

    private static List<String> fields(JsonNode row) {
        List<String> fields = new ArrayList<>();
        row.required("fields").forEach(field -> fields.add(field.asText()));
        return fields;
    }

    @Override
    public void close() throws IOException {
        RestApi.delete(URI.create(session.toString().replaceAll("/$", "")));
    }
}
