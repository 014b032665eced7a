/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import java.util.Locale;

/** Ids of the Matroska elements that the parser reads itself, with their length markers. */
final class ElementIds {

    /** Stands for the body itself where an element's parent is asked for. */
    static final int NONE = 0;

    static final int EBML = 0x1A45DFA3;
    static final int VOID = 0xEC;
    static final int CRC_32 = 0xBF;

    static final int SEGMENT = 0x18538067;
    static final int SEEK_HEAD = 0x114D9B74;
    static final int INFO = 0x1549A966;
    static final int TRACKS = 0x1654AE6B;
    static final int CLUSTER = 0x1F43B675;
    static final int CUES = 0x1C53BB6B;
    static final int CHAPTERS = 0x1043A770;
    static final int ATTACHMENTS = 0x1941A469;
    static final int TAGS = 0x1254C367;

    static final int SIMPLE_BLOCK = 0xA3;
    static final int BLOCK_GROUP = 0xA0;
    static final int BLOCK = 0xA1;
    static final int REFERENCE_BLOCK = 0xFB;

    static final int TAG = 0x7373;
    static final int TARGETS = 0x63C0;
    static final int TAG_TRACK_UID = 0x63C5;
    static final int SIMPLE_TAG = 0x67C8;
    static final int TAG_NAME = 0x45A3;
    static final int TAG_STRING = 0x4487;

    private ElementIds() {}

    /** Whether the element can only stand in a Segment or above it, and so ends a Cluster. */
    static boolean endsCluster(int id) {
        return switch (id) {
            case EBML,
                    SEGMENT,
                    SEEK_HEAD,
                    INFO,
                    TRACKS,
                    CLUSTER,
                    CUES,
                    CHAPTERS,
                    ATTACHMENTS,
                    TAGS ->
                    true;
            default -> false;
        };
    }

    /** The element's name for messages. */
    static String name(int id) {
        return MatroskaTypes.find(id)
                .map(EBMLTypeInfo::getName)
                .orElseGet(() -> "element 0x" + Integer.toHexString(id).toUpperCase(Locale.ROOT));
    }
}
