/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import org.apache.flink.annotation.PublicEvolving;

/** The kinds of track that Matroska knows. */
@PublicEvolving
public enum TrackType {
    VIDEO(1),
    AUDIO(2),
    COMPLEX(3),
    LOGO(16),
    SUBTITLE(17),
    BUTTONS(18),
    CONTROL(32),
    METADATA(33),
    /** A number that Matroska doesn't list, or none at all. */
    UNKNOWN(0);

    private final int matroskaNumber;

    TrackType(int matroskaNumber) {
        this.matroskaNumber = matroskaNumber;
    }

    static TrackType ofMatroskaNumber(long number) {
        for (TrackType type : values()) {
            if (type.matroskaNumber == number) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
