/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.StoredRecords;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that earlier versions wrote to state are read by this one. */
class StoredRecordsTest {

    static Stream<StoredRecords<?>> version1() {
        return Stream.of(
                new StoredRecords<>(
                        "archived-frames-v1",
                        ArchivedFrameSerializer.INSTANCE,
                        List.of(TestFrames.small())),
                new StoredRecords<>(
                        "archived-frame-metadata-v1",
                        ArchivedFrameMetadataSerializer.INSTANCE,
                        Stream.of(TestFrames.small()).map(ArchivedFrameMetadata::of).toList()),
                new StoredRecords<>(
                        "archived-fragments-v1",
                        ArchivedFragmentSerializer.INSTANCE,
                        List.of(TestFrames.fragments())),
                new StoredRecords<>(
                        "whole-fragments-v1",
                        WholeFragmentSerializer.INSTANCE,
                        List.of(TestFrames.smallWholeFragments())));
    }

    @ParameterizedTest
    @MethodSource("version1")
    <T> void readsVersion1(StoredRecords<T> stored) throws Exception {
        assertThat(stored.compatibility().isCompatibleAsIs()).isTrue();
        assertThat(stored.read()).isEqualTo(stored.records());
    }

    /** Whatever writes something else is another version. */
    @ParameterizedTest
    @MethodSource("version1")
    void writesVersion1(StoredRecords<?> stored) throws Exception {
        assertThat(stored.written()).isEqualTo(stored.stored());
    }
}
