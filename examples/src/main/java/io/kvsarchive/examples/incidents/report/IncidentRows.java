/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Incident;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** What a row of the table has: the same as a line. */
final class IncidentRows extends WriteSupport<ReportedIncident> {

    private static final MessageType ROW =
            Types.buildMessage()
                    .required(BINARY)
                    .as(stringType())
                    .named("camera")
                    .required(BINARY)
                    .as(stringType())
                    .named("label")
                    .required(INT64)
                    .as(timestampType(true, MICROS))
                    .named("from")
                    .required(INT64)
                    .as(timestampType(true, MICROS))
                    .named("to")
                    .requiredGroup()
                    .required(DOUBLE)
                    .named("left")
                    .required(DOUBLE)
                    .named("top")
                    .required(DOUBLE)
                    .named("right")
                    .required(DOUBLE)
                    .named("bottom")
                    .named("area")
                    .required(DOUBLE)
                    .named("movement")
                    .required(INT32)
                    .named("detections")
                    .required(DOUBLE)
                    .named("score")
                    .optional(BINARY)
                    .as(stringType())
                    .named("picture")
                    .named("incident");

    private RecordConsumer row;

    @Override
    @SuppressWarnings("deprecation") // The base class wants it, and nothing here calls it.
    public WriteContext init(Configuration ignored) {
        return new WriteContext(ROW, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration ignored) {
        return new WriteContext(ROW, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        row = consumer;
    }

    @Override
    public void write(ReportedIncident reported) {
        Incident incident = reported.incident();
        row.startMessage();
        string("camera", incident.camera());
        string("label", incident.label());
        timestamp("from", incident.from());
        timestamp("to", incident.to());
        area(incident.area());
        number(ROW, "movement", incident.movement());
        field(ROW, "detections", consumer -> consumer.addInteger(incident.detections()));
        number(ROW, "score", incident.best().score());
        reported.picture().ifPresent(picture -> string("picture", picture));
        row.endMessage();
    }

    private void area(Box area) {
        GroupType type = ROW.getType("area").asGroupType();
        field(
                ROW,
                "area",
                consumer -> {
                    consumer.startGroup();
                    number(type, "left", area.left());
                    number(type, "top", area.top());
                    number(type, "right", area.right());
                    number(type, "bottom", area.bottom());
                    consumer.endGroup();
                });
    }

    private void string(String name, String value) {
        field(ROW, name, consumer -> consumer.addBinary(Binary.fromString(value)));
    }

    private void timestamp(String name, Instant value) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, value);
        field(ROW, name, consumer -> consumer.addLong(micros));
    }

    private void number(GroupType group, String name, double value) {
        field(group, name, consumer -> consumer.addDouble(value));
    }

    private void field(GroupType group, String name, Consumer<RecordConsumer> value) {
        int index = group.getFieldIndex(name);
        row.startField(name, index);
        value.accept(row);
        row.endField(name, index);
    }
}
