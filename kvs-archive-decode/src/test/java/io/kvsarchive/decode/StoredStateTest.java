/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.StoredRecords;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that earlier versions wrote to state are read by this one. */
class StoredStateTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private static final Instant EARLY = Instant.ofEpochSecond(-1, 1);
    private static final String FRAGMENT = "91343852333181432392682062607743920146159169392";

    private static final Picture RGB =
            new Picture(TIME, 2, 1, PixelFormat.RGB, new byte[] {1, -2, 3, -4, 5, -6});
    private static final Picture GRAY =
            new Picture(EARLY, 1, 2, PixelFormat.GRAY, new byte[] {Byte.MIN_VALUE, Byte.MAX_VALUE});
    private static final Picture NV12 =
            new Picture(TIME, 3, 1, PixelFormat.NV12, new byte[] {1, -2, 3, 4, 5, 6, -7});

    private static final Sound STEREO =
            new Sound(TIME, 44_100, 2, new short[] {1, -2, Short.MIN_VALUE, Short.MAX_VALUE});
    private static final Sound SILENCE = new Sound(EARLY, 8000, 1, new short[0]);

    static Stream<StoredRecords<?>> version1() {
        return Stream.of(
                new StoredRecords<>(
                        "pictures-v1", PictureSerializer.INSTANCE, List.of(RGB, GRAY, NV12)),
                new StoredRecords<>(
                        "sounds-v1", SoundSerializer.INSTANCE, List.of(STEREO, SILENCE)),
                new StoredRecords<>(
                        "archived-pictures-v1",
                        ArchivedPictureSerializer.INSTANCE,
                        List.of(
                                new ArchivedPicture("front-door", FRAGMENT, 1, RGB),
                                new ArchivedPicture("c", "1", Long.MAX_VALUE, GRAY))),
                new StoredRecords<>(
                        "archived-sounds-v1",
                        ArchivedSoundSerializer.INSTANCE,
                        List.of(
                                new ArchivedSound("front-door", FRAGMENT, 2, STEREO),
                                new ArchivedSound("c", "1", Long.MAX_VALUE, SILENCE))));
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
