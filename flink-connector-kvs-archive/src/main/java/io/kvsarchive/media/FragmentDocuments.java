/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

/**
 * What becomes of the bytes of fragments: nothing, unless documents are made of them. Told of a
 * body's elements as they are read.
 */
interface FragmentDocuments {

    /** Makes none. */
    FragmentDocuments NONE = new FragmentDocuments() {};

    /** Stands for a document that is not made. */
    byte[] NO_DOCUMENT = {};

    /** From here on, bytes belong to the next fragment. */
    default void startFragment(long position) {}

    /** An EBML header has been read. */
    default void addEbmlHeader(long start, long end) {}

    /**
     * A Segment begins.
     *
     * @param contentStart where its head ends
     * @param end where it ends, or {@link ElementReader#UNKNOWN_END}
     */
    default void startSegment(long contentStart, long end) {}

    /**
     * An Info or Tracks element has been read.
     *
     * @param isBeforeCluster whether it stands before the fragment's Cluster, and so holds for it
     */
    default void addHeader(int id, long start, long end, boolean isBeforeCluster) {}

    /** The document of the fragment that ends here; empty where none is made. */
    default byte[] document(long end) throws MalformedMediaException {
        return NO_DOCUMENT;
    }
}
