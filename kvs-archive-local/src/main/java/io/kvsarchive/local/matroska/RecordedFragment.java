/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.util.List;

/** A fragment of a {@link RecordedBody}. */
public final class RecordedFragment {

    private final MediaSource source;
    private final ServiceTags tags;
    private final long durationMillis;
    private final List<Piece> pieces;

    RecordedFragment(
            MediaSource source, ServiceTags tags, long durationMillis, List<Piece> pieces) {
        this.source = source;
        this.tags = tags;
        this.durationMillis = durationMillis;
        this.pieces = List.copyOf(pieces);
    }

    public ServiceTags tags() {
        return tags;
    }

    /** From the earliest frame to the latest, 0 if there are no frames or only one. */
    public long durationMillis() {
        return durationMillis;
    }

    /** How many bytes the document has. */
    public long size() {
        return pieces.stream().mapToLong(Piece::size).sum();
    }

    /** Opens the document. */
    public FragmentDocument open() throws IOException {
        return new FragmentDocument(pieces.iterator(), source.open());
    }
}
