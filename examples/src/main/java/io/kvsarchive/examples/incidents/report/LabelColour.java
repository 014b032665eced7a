/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import java.awt.Color;
import java.util.Map;

/**
 * A colour that tells labels apart at a glance, in pictures and on the page. Two labels may share
 * one: what tells for sure is the label itself, which is always beside it.
 *
 * @param style its class on the page
 * @param strong on light, and under white text
 * @param light on dark
 */
record LabelColour(String style, String strong, String light) {

    private static final LabelColour[] ALL = {
        new LabelColour("blue", "#2b66cf", "#7aaaff"),
        new LabelColour("orange", "#b45309", "#f5a35c"),
        new LabelColour("teal", "#0f766e", "#4cc9b5"),
        new LabelColour("violet", "#7546d6", "#b79dff"),
        new LabelColour("pink", "#b8327f", "#f384c1"),
        new LabelColour("green", "#47740d", "#9fd152"),
        new LabelColour("red", "#c0362f", "#ff8a80"),
        new LabelColour("grey", "#566170", "#a3aebb")
    };

    /** So that what is seen most never shares one. */
    private static final Map<String, Integer> FREQUENT =
            Map.of(
                    "person", 0, "car", 1, "parcel", 2, "truck", 3, "bicycle", 4, "dog", 5, "bus",
                    6, "cat", 7);

    static LabelColour[] all() {
        return ALL.clone();
    }

    static LabelColour of(String label) {
        Integer frequent = FREQUENT.get(label);
        return ALL[frequent == null ? Math.floorMod(label.hashCode(), ALL.length) : frequent];
    }

    Color strongColor() {
        return Color.decode(strong);
    }
}
