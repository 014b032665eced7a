/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.media.AudioFormat;
import io.kvsarchive.media.PictureSize;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A column that the connector fills, as a metadata column or as a plain one of the same name.
 *
 * <p>What the listing tells is taken from there, also beside frames: so it is the same in both
 * kinds of table, and a filter on it can be applied to the listing.
 */
@SuppressWarnings("ImmutableEnumChecker") // Types and lambdas never change; nobody says so of them.
enum ArchiveColumn {
    STREAM_NAME(DataTypes.STRING().notNull(), Value.ofListing(listed -> text(listed.stream()))),
    STREAM_ARN(
            DataTypes.STRING(),
            new Value.OfListing((listed, arn) -> arn.map(ArchiveColumn::text).orElse(null))),
    FRAGMENT_NUMBER(
            DataTypes.STRING().notNull(), Value.ofListing(listed -> text(listed.fragmentNumber()))),
    PRODUCER_TIME(
            DataTypes.TIMESTAMP_LTZ(3).notNull(),
            Value.ofListing(listed -> time(listed.producerTimestamp()))),
    SERVER_TIME(
            DataTypes.TIMESTAMP_LTZ(3).notNull(),
            Value.ofListing(listed -> time(listed.serverTimestamp()))),
    FRAGMENT_SIZE(DataTypes.BIGINT().notNull(), Value.ofListing(ArchivedFragment::sizeInBytes)),
    FRAGMENT_DURATION_MS(
            DataTypes.BIGINT().notNull(), Value.ofListing(listed -> listed.duration().toMillis())),
    TAGS(
            DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING()).notNull(),
            Value.ofFragment(frame -> tags(frame.fragment().fragmentTags()))),
    FRAME_TIME(
            DataTypes.TIMESTAMP_LTZ(3).notNull(),
            Value.ofFrame(frame -> time(frame.frame().timestamp()))),
    FRAME_INDEX(DataTypes.INT().notNull(), Value.ofFrame(frame -> frame.frame().index())),
    FRAME_SIZE(DataTypes.INT().notNull(), Value.ofFrame(frame -> frame.frame().payload().length)),
    KEY_FRAME(DataTypes.BOOLEAN().notNull(), Value.ofFrame(frame -> frame.frame().isKeyFrame())),
    TRACK_NUMBER(
            DataTypes.BIGINT().notNull(), Value.ofFrame(frame -> frame.frame().track().number())),
    TRACK_NAME(
            DataTypes.STRING(),
            Value.ofFrame(
                    frame -> frame.frame().track().name().map(ArchiveColumn::text).orElse(null))),
    TRACK_TYPE(
            DataTypes.STRING().notNull(),
            Value.ofFrame(frame -> text(frame.frame().track().type().name()))),
    CODEC_ID(
            DataTypes.STRING().notNull(),
            Value.ofFrame(frame -> text(frame.frame().track().codecId()))),
    CODEC_PRIVATE(
            DataTypes.BYTES().notNull(),
            Value.ofFrame(frame -> frame.frame().track().codecPrivate())),
    WIDTH(DataTypes.INT(), Value.ofFrame(frame -> ofPicture(frame, PictureSize::width))),
    HEIGHT(DataTypes.INT(), Value.ofFrame(frame -> ofPicture(frame, PictureSize::height))),
    SAMPLING_RATE(
            DataTypes.DOUBLE(), Value.ofFrame(frame -> ofAudio(frame, AudioFormat::samplingRate))),
    CHANNELS(DataTypes.INT(), Value.ofFrame(frame -> ofAudio(frame, AudioFormat::channels)));

    private final DataType type;
    private final Value value;

    ArchiveColumn(DataType type, Value value) {
        this.type = type;
        this.value = value;
    }

    /** The column with a name; empty if there is none, and so the column is the format's. */
    static Optional<ArchiveColumn> named(String name) {
        return Arrays.stream(values()).filter(column -> column.key().equals(name)).findFirst();
    }

    /** The columns that a kind of table can have. */
    static Stream<ArchiveColumn> of(ScanRecords records) {
        return Arrays.stream(values())
                .filter(column -> records == ScanRecords.FRAMES || column.isListed());
    }

    /** The columns that a kind of table can have, with their types. */
    static Map<String, DataType> typesOf(ScanRecords records) {
        Map<String, DataType> types = new LinkedHashMap<>();
        of(records).forEach(column -> types.put(column.key(), column.type));
        return types;
    }

    /** Its metadata key, and its name as a plain column. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    DataType type() {
        return type;
    }

    /** Whether the listing tells it, so that it takes no media. */
    boolean isListed() {
        return value instanceof Value.OfListing;
    }

    Value value() {
        return value;
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static TimestampData time(Instant time) {
        return TimestampData.fromEpochMillis(time.toEpochMilli());
    }

    private static GenericMapData tags(Map<String, String> tags) {
        Map<StringData, StringData> texts = new LinkedHashMap<>();
        tags.forEach((name, value) -> texts.put(text(name), text(value)));
        return new GenericMapData(texts);
    }

    private static <V> @Nullable V ofPicture(ArchivedFrame frame, Function<PictureSize, V> value) {
        return frame.frame().track().pictureSize().map(value).orElse(null);
    }

    private static <V> @Nullable V ofAudio(ArchivedFrame frame, Function<AudioFormat, V> value) {
        return frame.frame().track().audioFormat().map(value).orElse(null);
    }
}
