/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the fragments of one GetMediaForFragmentList body. Not thread-safe. */
public final class FragmentParser {

    public FragmentParser(InputStream body, ParserLimits limits) {
        throw new UnsupportedOperationException(body + " " + limits);
    }

    /**
     * The body's next fragment or in-band error, or nothing at the body's end.
     *
     * @throws MalformedMediaException if the bytes are malformed, cut short or over a limit
     * @throws IOException if the body can't be read
     */
    public Optional<FragmentResult> next() throws IOException {
        return Optional.empty();
    }
}
