/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A name and a text of a Tags element. */
public record SimpleTag(String name, String value) {

    /** All tags of a Tags element, in their order; what they target is left out. */
    static List<SimpleTag> readAll(MediaReader media, Element tags) throws IOException {
        Reader reader = new Reader(media);
        ElementScan.scan(media, tags.start(), tags.end(), ElementTree.TAGS, reader);
        return reader.tags;
    }

    private static final class Reader implements ElementVisitor {

        private final MediaReader media;
        private final List<SimpleTag> tags = new ArrayList<>();
        private String name = "";
        private String value = "";

        private Reader(MediaReader media) {
            this.media = media;
        }

        @Override
        public void enter(Element element) {
            if (element.id() == ElementId.SIMPLE_TAG) {
                name = "";
                value = "";
            }
        }

        @Override
        public void leaf(Element element) throws IOException {
            if (element.id() == ElementId.TAG_NAME) {
                name = ElementData.text(media, element);
            } else if (element.id() == ElementId.TAG_STRING) {
                value = ElementData.text(media, element);
            }
        }

        @Override
        public void leave(Element element, long end) {
            if (element.id() == ElementId.SIMPLE_TAG) {
                tags.add(new SimpleTag(name, value));
            }
        }
    }
}
