/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.reader.RecordKind;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;

/**
 * Builds a source of the listing: a record for each fragment, and no media are read or paid for.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class KvsArchiveListingSourceBuilder<T>
        extends KvsArchiveSourceBuilder<T, KvsArchiveListingSourceBuilder<T>> {

    private static final List<ConfigOption<?>> OF_FRAMES =
            List.of(
                    KvsArchiveSourceOptions.FRAME_TRACKS,
                    KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY);

    KvsArchiveListingSourceBuilder(RecordKind<T> kind) {
        super(kind);
    }

    @Override
    public KvsArchiveSource<T> build() {
        for (ConfigOption<?> option : OF_FRAMES) {
            if (isSet(option)) {
                throw new IllegalArgumentException(
                        ("Option '%s' is about frames, and a source of the listing has none: leave"
                                        + " it out, or begin with KvsArchiveSource.forFrames")
                                .formatted(option.key()));
            }
        }
        return super.build();
    }

    /** A listing can't be asked for fragments by their numbers. */
    @Override
    Map<String, FragmentSelection> numbered() {
        return Map.of();
    }

    @Override
    KvsArchiveListingSourceBuilder<T> self() {
        return this;
    }
}
