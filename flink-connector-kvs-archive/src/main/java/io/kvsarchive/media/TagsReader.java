/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads Tags elements. */
final class TagsReader {

    private static final int SIMPLE_TAG_DEPTH = 2;
    private static final int MAX_UID_BYTES = 8;

    private final InputCursor cursor;
    private final ElementReader elements;
    private final NestedElements nested;
    private final ParserLimits limits;

    TagsReader(InputCursor cursor, ElementReader elements, ParserLimits limits) {
        this.cursor = cursor;
        this.elements = elements;
        this.nested = new NestedElements(cursor, limits, type -> false);
        this.limits = limits;
    }

    /** Reads the content of the Tags element whose head was read. */
    FragmentTags read() throws IOException {
        FragmentTags tags = new FragmentTags();
        long end = elements.end();
        while (!elements.isAt(end)) {
            if (elements.readHead(ElementIds.TAGS, end) == ElementIds.TAG) {
                readTag(tags);
            } else {
                elements.skip();
            }
        }
        return tags;
    }

    private void readTag(FragmentTags tags) throws IOException {
        // The Targets may come after the tags that they are for.
        List<Long> trackUids = new ArrayList<>();
        List<SimpleTag> simpleTags = new ArrayList<>();
        long start = elements.start();
        long end = elements.end();
        while (!elements.isAt(end)) {
            switch (elements.readHead(ElementIds.TAG, end)) {
                case ElementIds.TARGETS -> readTargets(trackUids);
                case ElementIds.SIMPLE_TAG -> simpleTags.add(readSimpleTag());
                default -> elements.skip();
            }
        }
        if (trackUids.isEmpty()) {
            trackUids.add(0L);
        }
        for (SimpleTag simpleTag : simpleTags) {
            if (FragmentTags.isServiceTag(simpleTag.name)) {
                putServiceTag(tags, simpleTag);
                continue;
            }
            for (long trackUid : trackUids) {
                tags.addProducerTag(new Tag(simpleTag.name, simpleTag.value, trackUid));
                requireTagCount(tags.producerTags().size(), start);
            }
        }
    }

    private static void putServiceTag(FragmentTags tags, SimpleTag simpleTag)
            throws MalformedMediaException {
        try {
            tags.putServiceTag(simpleTag.name, simpleTag.value);
        } catch (IllegalArgumentException e) {
            throw malformed(
                    simpleTag.start,
                    simpleTag.name + " is \"" + simpleTag.value + "\": " + e.getMessage());
        }
    }

    private void readTargets(List<Long> trackUids) throws IOException {
        long end = elements.end();
        while (!elements.isAt(end)) {
            if (elements.readHead(ElementIds.TARGETS, end) != ElementIds.TAG_TRACK_UID) {
                elements.skip();
                continue;
            }
            long length = elements.end() - cursor.position();
            if (length > MAX_UID_BYTES) {
                throw malformed(
                        elements.start(),
                        "TagTrackUID has " + length + " bytes, expected at most " + MAX_UID_BYTES);
            }
            trackUids.add(cursor.readUnsigned((int) length, elements.end()));
        }
    }

    private SimpleTag readSimpleTag() throws IOException {
        String name = "";
        String value = "";
        long start = elements.start();
        long end = elements.end();
        while (!elements.isAt(end)) {
            switch (elements.readHead(ElementIds.SIMPLE_TAG, end)) {
                case ElementIds.TAG_NAME -> name = ElementText.decode(elements.readContent());
                case ElementIds.TAG_STRING -> value = ElementText.decode(elements.readContent());
                case ElementIds.SIMPLE_TAG ->
                        nested.passOver(
                                ElementIds.SIMPLE_TAG, elements.end(), SIMPLE_TAG_DEPTH + 1);
                default -> elements.skip();
            }
        }
        return new SimpleTag(name, value, start);
    }

    private void requireTagCount(int count, long position) throws MalformedMediaException {
        if (count > limits.maxTags()) {
            throw overLimit(
                    position, "The fragment has more tags than the limit, " + limits.maxTags());
        }
    }

    private record SimpleTag(String name, String value, long start) {}
}
