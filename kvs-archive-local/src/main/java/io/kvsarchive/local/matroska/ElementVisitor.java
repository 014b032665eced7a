/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;

/** Is told of the elements of a source, in their order. */
interface ElementVisitor {

    /** An element begins that the scan descends into. */
    default void enter(Element element) throws IOException {}

    /** An element that the scan does not descend into; all of its bytes are there. */
    void leaf(Element element) throws IOException;

    /**
     * An element ends that the scan descended into.
     *
     * @param end the position after its last byte
     */
    default void leave(Element element, long end) throws IOException {}
}
