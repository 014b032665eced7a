/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.util.List;
import java.util.function.Consumer;

/** Small Matroska files for tests. */
final class TestFileWriter {

    static final int SEEK_HEAD = 0x114D9B74;
    static final int CUES = 0x1C53BB6B;
    static final int ATTACHMENTS = 0x1941A469;
    static final int VOID = 0xEC;
    static final int CRC_32 = 0xBF;
    static final int BLOCK_DURATION = 0x9B;
    static final int VIDEO_TRACK = 1;
    static final int AUDIO_TRACK = 2;

    private final EbmlWriter out = new EbmlWriter();

    /** EBML header, an unknown-size Segment, Info and a video and an audio track. */
    static TestFileWriter withTracks(long timecodeScale) {
        return new TestFileWriter().header().segment().info(timecodeScale).tracks(true);
    }

    TestFileWriter header() {
        out.master(ElementId.EBML, ebml -> ebml.text(ElementId.DOC_TYPE, "matroska"));
        return this;
    }

    TestFileWriter segment() {
        out.headOfUnknownSize(ElementId.SEGMENT);
        return this;
    }

    TestFileWriter info(long timecodeScale) {
        out.master(ElementId.INFO, info -> info.unsigned(ElementId.TIMECODE_SCALE, timecodeScale));
        return this;
    }

    TestFileWriter tracks(boolean hasVideo) {
        out.master(
                ElementId.TRACKS,
                tracks -> {
                    track(tracks, AUDIO_TRACK, 2);
                    if (hasVideo) {
                        track(tracks, VIDEO_TRACK, 1);
                    }
                });
        return this;
    }

    private static void track(EbmlWriter tracks, int number, int type) {
        tracks.master(
                ElementId.TRACK_ENTRY,
                entry ->
                        entry.unsigned(ElementId.TRACK_NUMBER, number)
                                .unsigned(ElementId.TRACK_UID, 0x8206_1F13_A4F7_8D00L + number)
                                .unsigned(ElementId.TRACK_TYPE, type)
                                .text(ElementId.CODEC_ID, "X_" + number)
                                .bytes(ElementId.CODEC_PRIVATE, new byte[] {1, 2, 3}));
    }

    TestFileWriter element(int id, byte[] data) {
        out.bytes(id, data);
        return this;
    }

    TestFileWriter tags(String name, String value) {
        ServiceTags.writeTags(out, List.of(new SimpleTag(name, value)));
        return this;
    }

    TestFileWriter serviceTags(String number, long server, long producer) {
        new ServiceTags(number, server, producer).writeTo(out);
        return this;
    }

    /** A Cluster of known size. */
    TestFileWriter cluster(long ticks, Consumer<EbmlWriter> blocks) {
        out.master(
                ElementId.CLUSTER,
                cluster -> blocks.accept(cluster.unsigned(ElementId.TIMECODE, ticks)));
        return this;
    }

    /** A Cluster of unknown size. */
    TestFileWriter openCluster(long ticks, Consumer<EbmlWriter> blocks) {
        out.shortHeadOfUnknownSize(ElementId.CLUSTER);
        blocks.accept(out.unsigned(ElementId.TIMECODE, ticks));
        return this;
    }

    byte[] bytes() {
        return out.toBytes();
    }

    MediaSource source() {
        return MediaSource.of("test.mkv", bytes());
    }

    static EbmlWriter simpleBlock(EbmlWriter out, int track, int ticks, int flags, byte... data) {
        return out.bytes(ElementId.SIMPLE_BLOCK, block(track, ticks, flags, data));
    }

    /** A BlockGroup; the reference comes after the Block, as muxers write it. */
    static EbmlWriter blockGroup(
            EbmlWriter out, int track, int ticks, boolean isKeyFrame, byte... data) {
        return out.master(
                ElementId.BLOCK_GROUP,
                group -> {
                    group.bytes(ElementId.BLOCK, block(track, ticks, 0, data))
                            .unsigned(BLOCK_DURATION, 40);
                    if (!isKeyFrame) {
                        group.bytes(ElementId.REFERENCE_BLOCK, new byte[] {-40});
                    }
                });
    }

    private static byte[] block(int track, int ticks, int flags, byte[] data) {
        byte[] block = new byte[4 + data.length];
        block[0] = (byte) (0x80 | track);
        block[1] = (byte) (ticks >> 8);
        block[2] = (byte) ticks;
        block[3] = (byte) flags;
        System.arraycopy(data, 0, block, 4, data.length);
        return block;
    }
}
