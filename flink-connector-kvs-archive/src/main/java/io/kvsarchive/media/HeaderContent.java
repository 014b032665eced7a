/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLElementMetaData;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLParser;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLParserCallbacks;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo.TYPE;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfoProvider;
import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import com.amazonaws.kinesisvideo.parser.ebml.ParserBulkByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an Info or Tracks element holds, taken apart by the Parser Library. */
final class HeaderContent {

    private static final Set<EBMLTypeInfo> WANTED =
            Set.of(
                    MkvTypeInfos.TIMECODESCALE,
                    MkvTypeInfos.TRACKENTRY,
                    MkvTypeInfos.TRACKNUMBER,
                    MkvTypeInfos.TRACKUID,
                    MkvTypeInfos.TRACKTYPE,
                    MkvTypeInfos.NAME,
                    MkvTypeInfos.CODECID,
                    MkvTypeInfos.CODECPRIVATE,
                    MkvTypeInfos.DEFAULTDURATION,
                    MkvTypeInfos.VIDEO,
                    MkvTypeInfos.PIXELWIDTH,
                    MkvTypeInfos.PIXELHEIGHT,
                    MkvTypeInfos.AUDIO,
                    MkvTypeInfos.SAMPLINGFREQUENCY,
                    MkvTypeInfos.CHANNELS,
                    MkvTypeInfos.BITDEPTH);

    /**
     * Stands for every element that is not wanted. Given no type, the library would log a warning
     * for each, in each fragment; a leaf that may stand anywhere is read over in silence.
     */
    private static final EBMLTypeInfo OTHER =
            EBMLTypeInfo.builder().name("Other").level(-1).type(TYPE.BINARY).build();

    private static final EBMLTypeInfoProvider TYPES =
            id -> MatroskaTypes.find(id).filter(WANTED::contains).or(() -> Optional.of(OTHER));

    private final ElementValues ownValues = new ElementValues();
    private final List<ElementValues> trackEntries = new ArrayList<>();

    private final int maxTracks;

    private HeaderContent(int maxTracks) {
        this.maxTracks = maxTracks;
    }

    /**
     * Takes the content of an element apart.
     *
     * @param id of the Info or Tracks element
     * @param content what follows the element's head
     * @param position of the content in the body
     */
    static HeaderContent read(int id, byte[] content, long position, ParserLimits limits)
            throws IOException {
        new NestedElements(InputCursor.over(content, position), limits, WANTED::contains)
                .passOver(id, position + content.length, 0);
        HeaderContent header = new HeaderContent(limits.maxTracks());
        try {
            EBMLParser parser = new EBMLParser(TYPES, header.new Collector());
            parser.parse(new InputStreamParserByteSource(new ByteArrayInputStream(content)));
            parser.closeParser();
        } catch (RuntimeException e) {
            throw MalformedMediaException.malformed(
                    position, ElementIds.name(id) + " can't be decoded: " + e.getMessage());
        }
        return header;
    }

    /** The leaves that stand in the element itself. */
    ElementValues ownValues() {
        return ownValues;
    }

    /**
     * The leaves of each TrackEntry, those of its Video and Audio among them. Of more entries than
     * the limit there is one too many.
     */
    List<ElementValues> trackEntries() {
        return trackEntries;
    }

    private final class Collector implements EBMLParserCallbacks {

        private ElementValues current = ownValues;
        private byte[] value = new byte[0];
        private int filled;

        @Override
        public void onStartElement(
                EBMLElementMetaData element,
                long size,
                ByteBuffer idAndSize,
                ElementPathSupplier path) {
            value = new byte[element.isMaster() ? 0 : (int) size];
            filled = 0;
            if (element.getTypeInfo().equals(MkvTypeInfos.TRACKENTRY)) {
                current = new ElementValues();
                if (trackEntries.size() <= maxTracks) {
                    trackEntries.add(current);
                }
            } else {
                current.put(element.getTypeInfo(), value);
            }
        }

        @Override
        public void onPartialContent(
                EBMLElementMetaData element, ParserBulkByteSource source, int bytesToRead) {
            filled += source.readBytes(ByteBuffer.wrap(value, filled, bytesToRead), bytesToRead);
        }

        @Override
        public void onEndElement(EBMLElementMetaData element, ElementPathSupplier path) {}
    }
}
