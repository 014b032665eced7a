/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfoProvider;
import com.amazonaws.kinesisvideo.parser.mkv.MkvTypeInfoProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which elements a scan descends into; all others are passed over as a whole.
 *
 * <p>Elements that the library does not know are passed over too, wherever they stand. It would
 * skip those on its own, but then lose track of where the element around them ends.
 */
final class ElementTree implements EBMLTypeInfoProvider {

    /** Down to the blocks; what describes the Segment stays whole. */
    static final ElementTree SEGMENT =
            new ElementTree(Set.of(ElementId.SEGMENT, ElementId.CLUSTER, ElementId.BLOCK_GROUP));

    static final ElementTree INFO = new ElementTree(Set.of(ElementId.INFO));
    static final ElementTree TRACKS =
            new ElementTree(Set.of(ElementId.TRACKS, ElementId.TRACK_ENTRY));
    static final ElementTree TAGS =
            new ElementTree(Set.of(ElementId.TAGS, ElementId.TAG, ElementId.SIMPLE_TAG));

    private static final int GLOBAL_LEVEL = -1;

    private final MkvTypeInfoProvider known = new MkvTypeInfoProvider();
    private final Map<Integer, EBMLTypeInfo> types = new ConcurrentHashMap<>();
    private final Set<Integer> entered;

    private ElementTree(Set<Integer> entered) {
        this.entered = entered;
        try {
            known.load();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The Parser Library's element types are public", e);
        }
    }

    @Override
    public Optional<EBMLTypeInfo> getType(int id) {
        return Optional.of(types.computeIfAbsent(id, this::typeOf));
    }

    private EBMLTypeInfo typeOf(int id) {
        Optional<EBMLTypeInfo> type = known.getType(id);
        if (type.isEmpty()) {
            return opaque(id, "unknown", GLOBAL_LEVEL);
        }
        return entered.contains(id)
                ? type.get()
                : opaque(id, type.get().getName(), type.get().getLevel());
    }

    private static EBMLTypeInfo opaque(int id, String name, int level) {
        return new EBMLTypeInfo(id, name, level, EBMLTypeInfo.TYPE.BINARY, false);
    }
}
