/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.time.Duration;

/**
 * A track that is made here.
 *
 * @param number 1 to 126
 * @param uid the track's unsigned UID
 * @param frameDuration how long a frame lasts
 */
public record WrittenTrack(int number, long uid, Kind kind, String name, Duration frameDuration) {

    /** What a track of the kind says of itself. */
    public enum Kind {
        VIDEO(1, "V_MPEG4/ISO/AVC"),
        AUDIO(2, "A_AAC"),
        TEXT(17, "S_TEXT/UTF8");

        private final int type;
        private final String codecId;

        Kind(int type, String codecId) {
            this.type = type;
            this.codecId = codecId;
        }
    }

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int SAMPLING_FREQUENCY = 48_000;

    /** AVC configuration: baseline profile, level 3, no parameter sets. */
    private static final byte[] AVC_CONFIGURATION = {
        1, 66, (byte) 0xC0, 30, (byte) 0xFF, (byte) 0xE0, 0
    };

    /** AAC configuration: low complexity, 48 kHz, mono. */
    private static final byte[] AAC_CONFIGURATION = {0x11, (byte) 0x88};

    void writeTo(EbmlWriter tracks) {
        tracks.master(
                ElementId.TRACK_ENTRY,
                entry -> {
                    entry.unsigned(ElementId.TRACK_NUMBER, number)
                            .unsigned(ElementId.TRACK_UID, uid)
                            .unsigned(ElementId.TRACK_TYPE, kind.type)
                            .text(ElementId.TRACK_NAME, name)
                            .text(ElementId.CODEC_ID, kind.codecId)
                            .unsigned(ElementId.DEFAULT_DURATION, frameDuration.toNanos());
                    if (kind == Kind.VIDEO) {
                        entry.bytes(ElementId.CODEC_PRIVATE, AVC_CONFIGURATION)
                                .master(
                                        ElementId.VIDEO,
                                        video ->
                                                video.unsigned(ElementId.PIXEL_WIDTH, WIDTH)
                                                        .unsigned(ElementId.PIXEL_HEIGHT, HEIGHT));
                    } else if (kind == Kind.AUDIO) {
                        entry.bytes(ElementId.CODEC_PRIVATE, AAC_CONFIGURATION)
                                .master(
                                        ElementId.AUDIO,
                                        audio ->
                                                audio.floating(
                                                                ElementId.SAMPLING_FREQUENCY,
                                                                SAMPLING_FREQUENCY)
                                                        .unsigned(ElementId.CHANNELS, 1)
                                                        .unsigned(ElementId.BIT_DEPTH, 16));
                    }
                });
    }
}
