/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.Mixing;
import io.kvsarchive.local.archive.RandomBytes;
import io.kvsarchive.local.matroska.FragmentDocument;
import io.kvsarchive.local.matroska.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What a body has in the place of a fragment. */
public sealed interface PlannedDocument {

    /** How many bytes. */
    long size();

    /** Opens it. */
    FragmentDocument open() throws IOException;

    /** The fragment as it is. */
    record Whole(ArchivedStream.Found found) implements PlannedDocument {

        @Override
        public long size() {
            return found.fragment().size();
        }

        @Override
        public FragmentDocument open() throws IOException {
            return found.open();
        }
    }

    /** Other bytes. */
    record Other(Piece piece) implements PlannedDocument {

        /** Garbage that cannot be taken for Matroska: no element id begins with a zero byte. */
        static Other garbage(long seed, long size) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
            new RandomBytes(seed, bytes.capacity()).read(0, bytes, null);
            bytes.put(0, (byte) 0);
            return new Other(new Piece.Bytes(bytes.array()));
        }

        @Override
        public long size() {
            return piece.size();
        }

        @Override
        public FragmentDocument open() {
            return new FragmentDocument(List.of(piece).iterator());
        }
    }

    /** The fragment with some bytes changed, each to another value. */
    record Damaged(ArchivedStream.Found found, long seed) implements PlannedDocument {

        private static final int MAX_BYTES = 16;

        @Override
        public long size() {
            return found.fragment().size();
        }

        @Override
        public FragmentDocument open() throws IOException {
            byte[] bytes = new byte[Math.toIntExact(size())];
            try (FragmentDocument whole = found.open()) {
                whole.read(ByteBuffer.wrap(bytes));
            }
            int start = (int) Math.floorMod(seed, size());
            for (int i = start; i < Math.min(bytes.length, start + MAX_BYTES); i++) {
                bytes[i] ^= (byte) (1 + Math.floorMod(Mixing.mix(seed, i), 255));
            }
            return new Other(new Piece.Bytes(bytes)).open();
        }
    }
}
