/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are served for one fragment, read from front to end without ever being in memory
 * as a whole. For one thread at a time.
 */
public final class FragmentDocument implements Closeable {

    private final Iterator<? extends Piece> pieces;
    private final @Nullable MediaReader media;
    private Piece piece = new Piece.Bytes(new byte[0]);
    private long offset;

    /** A document that is made of pieces alone. */
    public FragmentDocument(Iterator<? extends Piece> pieces) {
        this(pieces, null);
    }

    /** A document with pieces of a source, which it closes in the end. */
    FragmentDocument(Iterator<? extends Piece> pieces, @Nullable MediaReader media) {
        this.pieces = pieces;
        this.media = media;
    }

    /**
     * Fills the target as far as the document goes.
     *
     * @return whether there may be more to read
     * @throws IOException if the source cannot be read
     */
    public boolean read(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (offset < piece.size()) {
                int before = target.position();
                piece.read(offset, target, media);
                offset += target.position() - before;
            } else if (pieces.hasNext()) {
                piece = pieces.next();
                offset = 0;
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (media != null) {
            media.close();
        }
    }
}
