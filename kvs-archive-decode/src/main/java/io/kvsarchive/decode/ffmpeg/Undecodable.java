/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import org.apache.flink.annotation.PublicEvolving;

/** Why nothing came of a frame. */
@PublicEvolving
public enum Undecodable {
    /** Its codec is none of those that are decoded, or the track's codec private data are wrong. */
    UNSUPPORTED,

    /** Its bytes are broken. */
    DAMAGED,

    /** Its fragment has not all that it refers to: no key frame before it, or something lost. */
    INCOMPLETE
}
