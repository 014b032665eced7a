/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;

/** The ids of the elements that are read or written here. */
final class ElementId {

    static final int EBML = MkvTypeInfos.EBML.getId();
    static final int EBML_VERSION = MkvTypeInfos.EBMLVERSION.getId();
    static final int EBML_READ_VERSION = MkvTypeInfos.EBMLREADVERSION.getId();
    static final int EBML_MAX_ID_LENGTH = MkvTypeInfos.EBMLMAXIDLENGTH.getId();
    static final int EBML_MAX_SIZE_LENGTH = MkvTypeInfos.EBMLMAXSIZELENGTH.getId();
    static final int DOC_TYPE = MkvTypeInfos.DOCTYPE.getId();
    static final int DOC_TYPE_VERSION = MkvTypeInfos.DOCTYPEVERSION.getId();
    static final int DOC_TYPE_READ_VERSION = MkvTypeInfos.DOCTYPEREADVERSION.getId();
    static final int SEGMENT = MkvTypeInfos.SEGMENT.getId();
    static final int INFO = MkvTypeInfos.INFO.getId();
    static final int TIMECODE_SCALE = MkvTypeInfos.TIMECODESCALE.getId();
    static final int DATE_UTC = MkvTypeInfos.DATEUTC.getId();
    static final int MUXING_APP = MkvTypeInfos.MUXINGAPP.getId();
    static final int WRITING_APP = MkvTypeInfos.WRITINGAPP.getId();
    static final int TRACKS = MkvTypeInfos.TRACKS.getId();
    static final int TRACK_ENTRY = MkvTypeInfos.TRACKENTRY.getId();
    static final int TRACK_NUMBER = MkvTypeInfos.TRACKNUMBER.getId();
    static final int TRACK_UID = MkvTypeInfos.TRACKUID.getId();
    static final int TRACK_TYPE = MkvTypeInfos.TRACKTYPE.getId();
    static final int TRACK_NAME = MkvTypeInfos.NAME.getId();
    static final int DEFAULT_DURATION = MkvTypeInfos.DEFAULTDURATION.getId();
    static final int CODEC_ID = MkvTypeInfos.CODECID.getId();
    static final int CODEC_PRIVATE = MkvTypeInfos.CODECPRIVATE.getId();
    static final int VIDEO = MkvTypeInfos.VIDEO.getId();
    static final int PIXEL_WIDTH = MkvTypeInfos.PIXELWIDTH.getId();
    static final int PIXEL_HEIGHT = MkvTypeInfos.PIXELHEIGHT.getId();
    static final int AUDIO = MkvTypeInfos.AUDIO.getId();
    static final int SAMPLING_FREQUENCY = MkvTypeInfos.SAMPLINGFREQUENCY.getId();
    static final int CHANNELS = MkvTypeInfos.CHANNELS.getId();
    static final int BIT_DEPTH = MkvTypeInfos.BITDEPTH.getId();
    static final int TAGS = MkvTypeInfos.TAGS.getId();
    static final int TAG = MkvTypeInfos.TAG.getId();
    static final int TARGETS = MkvTypeInfos.TARGETS.getId();
    static final int SIMPLE_TAG = MkvTypeInfos.SIMPLETAG.getId();
    static final int TAG_NAME = MkvTypeInfos.TAGNAME.getId();
    static final int TAG_STRING = MkvTypeInfos.TAGSTRING.getId();
    static final int CLUSTER = MkvTypeInfos.CLUSTER.getId();
    static final int TIMECODE = MkvTypeInfos.TIMECODE.getId();
    static final int SIMPLE_BLOCK = MkvTypeInfos.SIMPLEBLOCK.getId();
    static final int BLOCK_GROUP = MkvTypeInfos.BLOCKGROUP.getId();
    static final int BLOCK = MkvTypeInfos.BLOCK.getId();
    static final int REFERENCE_BLOCK = MkvTypeInfos.REFERENCEBLOCK.getId();

    private ElementId() {}
}
