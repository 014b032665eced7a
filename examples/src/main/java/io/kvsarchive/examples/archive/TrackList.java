/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Tracks of a stream.
 *
 * @param tracks names or numbers
 */
record TrackList(List<String> tracks) {

    TrackList {
        tracks = List.copyOf(tracks);
    }

    /** Takes a list with commas. */
    static final class Converter implements ITypeConverter<TrackList> {

        @Override
        public TrackList convert(String text) {
            List<String> tracks = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            if (tracks.contains("")) {
                throw new TypeConversionException(
                        "'%s' is not a list of tracks, by name or number, such as video,2"
                                .formatted(text));
            }
            return new TrackList(tracks);
        }
    }
}
