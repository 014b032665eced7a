/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;

/**
 * Builds a source of frames or of whole fragments.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class KvsArchiveMediaSourceBuilder<T>
        extends KvsArchiveSourceBuilder<T, KvsArchiveMediaSourceBuilder<T>> {

    /** The pattern of the service's API model. */
    private static final Pattern FRAGMENT_NUMBER = Pattern.compile("[0-9]{1,128}");

    private final Map<String, List<String>> numbersByStream = new LinkedHashMap<>();

    KvsArchiveMediaSourceBuilder(RecordKind<T> kind) {
        super(kind);
    }

    /**
     * Certain fragments of a stream to read, by their numbers, in place of those that were given
     * for this stream before. The range of time doesn't apply to them.
     */
    public KvsArchiveMediaSourceBuilder<T> setFragmentNumbers(
            String streamNameOrArn, Collection<String> numbers) {
        numbersByStream.put(
                Objects.requireNonNull(streamNameOrArn, "streamNameOrArn"), List.copyOf(numbers));
        return this;
    }

    @Override
    Map<String, FragmentSelection> numbered() {
        Map<String, FragmentSelection> numbered = new LinkedHashMap<>();
        numbersByStream.forEach(
                (stream, numbers) -> numbered.put(stream, selection(stream, numbers)));
        return numbered;
    }

    private static FragmentSelection selection(String stream, List<String> numbers) {
        for (String number : numbers) {
            if (!FRAGMENT_NUMBER.matcher(number).matches()) {
                throw new IllegalArgumentException(
                        ("'%s' can't be the number of a fragment of stream '%s': numbers have 1 to"
                                        + " 128 decimal digits")
                                .formatted(number, stream));
            }
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException(
                    "No fragment numbers for stream '%s': give at least one".formatted(stream));
        }
        return new FragmentSelection.Numbered(numbers.stream().distinct().toList());
    }

    @Override
    KvsArchiveMediaSourceBuilder<T> self() {
        return this;
    }
}
