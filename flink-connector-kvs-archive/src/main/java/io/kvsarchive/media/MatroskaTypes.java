/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import com.amazonaws.kinesisvideo.parser.mkv.MkvTypeInfoProvider;
import java.util.Optional;

/** The Parser Library's list of Matroska's elements. */
final class MatroskaTypes {

    private static final MkvTypeInfoProvider TYPES = load();

    private MatroskaTypes() {}

    private static MkvTypeInfoProvider load() {
        MkvTypeInfoProvider provider = new MkvTypeInfoProvider();
        try {
            provider.load();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The Parser Library's list can't be read", e);
        }
        return provider;
    }

    static Optional<EBMLTypeInfo> find(int id) {
        return TYPES.getType(id);
    }
}
