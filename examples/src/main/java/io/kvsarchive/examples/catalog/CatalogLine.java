/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.media.FragmentMetadata;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes a frame as one line of JSON. */
final class CatalogLine {

    private static final JsonFactory JSON = new JsonFactory();

    private CatalogLine() {}

    static String of(ArchivedFrame archived) throws IOException {
        FragmentMetadata fragment = archived.fragment();
        Frame frame = archived.frame();
        Track track = frame.track();
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("stream", archived.stream());
            json.writeStringField("fragment_number", fragment.fragmentNumber());
            json.writeNumberField("frame_index", frame.index());
            json.writeNumberField("track_number", track.number());
            json.writeStringField("track_name", track.name().orElse(null));
            json.writeStringField("codec_id", track.codecId());
            json.writeBooleanField("key_frame", frame.isKeyFrame());
            json.writeStringField("timestamp", frame.timestamp().toString());
            json.writeStringField("producer_timestamp", fragment.producerTimestamp().toString());
            json.writeStringField("server_timestamp", fragment.serverTimestamp().toString());
            json.writeNumberField("size", frame.payload().length);
            json.writeStringField("crc32", crc32(frame.payload()));
            json.writeObjectFieldStart("fragment_tags");
            for (Map.Entry<String, String> tag : fragment.fragmentTags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return line.toString();
    }

    private static String crc32(byte[] payload) {
        CRC32 crc32 = new CRC32();
        crc32.update(payload);
        return HexFormat.of().toHexDigits((int) crc32.getValue());
    }
}
