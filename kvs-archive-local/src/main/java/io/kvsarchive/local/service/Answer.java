/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes the JSON of answers. */
final class Answer {

    /** What is to be written. */
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();

    private Answer() {}

    /** An object with fields that the caller writes. */
    static Reply of(Content fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply.Json(bytes.toByteArray());
    }

    /**
     * A timestamp: epoch seconds in exponent form, like 1.577156938297E9 in the response that
     * awslabs/amazon-kinesis-video-streams-producer-sdk-cpp#312 shows. Exact to the millisecond.
     */
    static void writeSeconds(JsonGenerator json, String name, long millis) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(exponentForm(millis));
    }

    static String exponentForm(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        if (seconds.signum() == 0) {
            return "0.0";
        }
        int exponent = seconds.precision() - seconds.scale() - 1;
        BigDecimal mantissa = seconds.movePointLeft(exponent);
        return mantissa.setScale(Math.max(1, mantissa.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString()
                + (exponent == 0 ? "" : "E" + exponent);
    }
}
