/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.detection;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's classes are called. */
record Labels(List<String> names) {

    /** The metadata that Ultralytics' exports have, such as {@code {0: 'person', 1: 'car'}}. */
    private static final String METADATA = "names";

    private static final Pattern ENTRY =
            Pattern.compile("(\\d+)\\s*:\\s*(?:'([^']*)'|\"([^\"]*)\")");

    static Labels of(OrtSession session, List<String> given) throws OrtException {
        if (!given.isEmpty()) {
            return new Labels(given);
        }
        String metadata = session.getMetadata().getCustomMetadata().getOrDefault(METADATA, "");
        List<String> names = new ArrayList<>();
        Matcher entry = ENTRY.matcher(metadata);
        while (entry.find()) {
            if (Integer.parseInt(entry.group(1)) == names.size()) {
                names.add(entry.group(2) == null ? entry.group(3) : entry.group(2));
            }
        }
        return new Labels(List.copyOf(names));
    }

    String name(int label) {
        return label >= 0 && label < names.size() ? names.get(label) : "class " + label;
    }
}
