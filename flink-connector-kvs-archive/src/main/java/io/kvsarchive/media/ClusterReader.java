/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;

import java.io.IOException;

/** Reads Clusters: their blocks become frames, all else is passed over. */
final class ClusterReader {

    private final ElementReader elements;
    private final BlockReader blocks;

    ClusterReader(InputCursor cursor, ElementReader elements, FrameFilter filter) {
        this.elements = elements;
        this.blocks = new BlockReader(cursor, filter);
    }

    /**
     * Reads the Cluster whose head was read. One of unknown size ends before the first element that
     * can't be in it, or with the body.
     */
    void read(long segmentEnd, FragmentAssembly fragment) throws IOException {
        boolean isSizeKnown = elements.end() != ElementReader.UNKNOWN_END;
        long end = isSizeKnown ? elements.end() : segmentEnd;
        while (!elements.isAt(end)) {
            if (end == ElementReader.UNKNOWN_END && elements.isAtEndOfBody()) {
                return;
            }
            int id = elements.readId(ElementIds.CLUSTER, end);
            if (ElementIds.endsCluster(id)) {
                if (isSizeKnown) {
                    throw malformed(
                            elements.start(),
                            "%s does not belong in a Cluster, which ends at byte %s"
                                    .formatted(elements.name(), end));
                }
                elements.putBackId();
                return;
            }
            elements.readSize(end);
            elements.requireKnownSize();
            elements.requireWithinFragment();
            readChild(id, fragment);
        }
    }

    private void readChild(int id, FragmentAssembly fragment) throws IOException {
        if (fragment.hasFailed()) {
            elements.skip();
            return;
        }
        switch (id) {
            case ElementIds.SIMPLE_BLOCK ->
                    blocks.readSimpleBlock(elements.start(), elements.end(), fragment);
            case ElementIds.BLOCK_GROUP -> readBlockGroup(fragment);
            default -> elements.skip();
        }
    }

    private void readBlockGroup(FragmentAssembly fragment) throws IOException {
        Track track = null;
        boolean isKeyFrame = true;
        long start = elements.start();
        long end = elements.end();
        while (!elements.isAt(end)) {
            switch (elements.readHead(ElementIds.BLOCK_GROUP, end)) {
                case ElementIds.BLOCK -> {
                    if (track != null) {
                        throw malformed(elements.start(), "BlockGroup holds more than one Block");
                    }
                    track =
                            blocks.readBlock(
                                    elements.start(), elements.end(), isKeyFrame, fragment);
                }
                case ElementIds.REFERENCE_BLOCK -> {
                    isKeyFrame = false;
                    elements.skip();
                }
                default -> elements.skip();
            }
        }
        if (track == null) {
            throw malformed(start, "BlockGroup holds no Block");
        }
        blocks.addFrames(track, isKeyFrame, fragment);
    }
}
