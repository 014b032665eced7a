/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo.TYPE;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Passes over all that an element holds, and checks that each element lies within its parent, with
 * a size, and not too deep, and that those to be decoded stand at the level at which Matroska has
 * them.
 *
 * <p>The Parser Library checks none of this, decodes sizes above 4 GiB wrongly, and takes an
 * element at the wrong level for the end of its parent. What passes here it decodes rightly.
 */
final class NestedElements {

    private final ElementReader elements;
    private final InputCursor cursor;
    private final ParserLimits limits;
    private final Predicate<EBMLTypeInfo> decoded;
    private final int[] parentIds;
    private final long[] parentEnds;

    /**
     * Prepares to check what comes next.
     *
     * @param decoded the elements that the Parser Library is to decode: only those may not stand at
     *     a level that is not theirs, all others are passed over wherever they stand
     */
    NestedElements(InputCursor cursor, ParserLimits limits, Predicate<EBMLTypeInfo> decoded) {
        this.decoded = decoded;
        this.elements = new ElementReader(cursor, limits);
        this.cursor = cursor;
        this.limits = limits;
        this.parentIds = new int[limits.maxDepth() + 1];
        this.parentEnds = new long[limits.maxDepth() + 1];
    }

    /**
     * Passes over the content of the element whose head was read.
     *
     * @param depth how deep that element is nested; its children are one deeper
     */
    void passOver(int id, long end, int depth) throws IOException {
        requireDepth(depth, cursor.position());
        int current = depth;
        parentIds[current] = id;
        parentEnds[current] = end;
        while (current >= depth) {
            if (cursor.position() == parentEnds[current]) {
                current--;
                continue;
            }
            int child = elements.readHead(parentIds[current], parentEnds[current]);
            requireDepth(current + 1, elements.start());
            if (isMaster(child, parentIds[current])) {
                current++;
                parentIds[current] = child;
                parentEnds[current] = elements.end();
            } else {
                elements.skip();
            }
        }
    }

    private void requireDepth(int depth, long position) throws MalformedMediaException {
        if (depth > limits.maxDepth()) {
            throw overLimit(position, "Elements nest deeper than the limit, " + limits.maxDepth());
        }
    }

    private boolean isMaster(int id, int parentId) throws MalformedMediaException {
        EBMLTypeInfo type = MatroskaTypes.find(id).orElse(null);
        if (type == null || type.isGlobal()) {
            return false;
        }
        boolean isRecursion = id == parentId && type.isRecursive();
        int parentLevel = MatroskaTypes.find(parentId).orElseThrow().getLevel();
        boolean isInPlace = isRecursion || type.getLevel() == parentLevel + 1;
        if (!isInPlace && decoded.test(type)) {
            throw malformed(
                    elements.start(),
                    type.getName() + " does not belong in " + ElementIds.name(parentId));
        }
        return isInPlace && type.getType() == TYPE.MASTER;
    }
}
