/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink hands on the records as they are, and writes them without Kryo. */
class RecordTypesTest {

    private static final Instant TIME = Instant.parse("2025-03-14T09:26:53.589123456Z");
    private static final Picture PICTURE =
            new Picture(TIME, 3, 1, PixelFormat.NV12, new byte[] {1, -2, 3, 4, 5, 6, -7});
    private static final Sound SOUND =
            new Sound(TIME, 16_000, 2, new short[] {1, -2, Short.MIN_VALUE, Short.MAX_VALUE});

    static Stream<Object> records() {
        return Stream.of(
                PICTURE,
                SOUND,
                new ArchivedPicture("front-door", "913438523331816", 1L << 40, PICTURE),
                new ArchivedSound("front-door", "913438523331816", 2, SOUND));
    }

    @ParameterizedTest
    @MethodSource("records")
    void areWrittenAndReadAsTheyAre(Object record) throws IOException {
        TypeSerializer<Object> serializer = serializer(record);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        serializer.serialize(record, new DataOutputViewStreamWrapper(bytes));

        assertThat(
                        serializer.deserialize(
                                new DataInputViewStreamWrapper(
                                        new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(record)
                .isNotSameAs(record);
        assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
    }

    @ParameterizedTest
    @MethodSource("records")
    void areNotCopied(Object record) {
        assertThat(serializer(record).isImmutableType()).isTrue();
        assertThat(serializer(record).copy(record)).isSameAs(record);
    }

    @SuppressWarnings("unchecked")
    private static TypeSerializer<Object> serializer(Object record) {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        return (TypeSerializer<Object>)
                TypeInformation.of(record.getClass()).createSerializer(config);
    }

    @Test
    void haveTypesThatFlinkFinds() {
        List<TypeInformation<?>> types =
                List.of(Picture.TYPE, Sound.TYPE, ArchivedPicture.TYPE, ArchivedSound.TYPE);

        assertThat(types)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        type -> assertThat(TypeInformation.of(type.getTypeClass())).isSameAs(type));
    }

    @Test
    void compareByContent() {
        byte[] pixels = PICTURE.pixels().clone();
        assertThat(new Picture(TIME, 3, 1, PixelFormat.NV12, pixels)).isEqualTo(PICTURE);
        pixels[6]++;
        assertThat(new Picture(TIME, 3, 1, PixelFormat.NV12, pixels)).isNotEqualTo(PICTURE);

        short[] samples = SOUND.samples().clone();
        assertThat(new Sound(TIME, 16_000, 2, samples)).isEqualTo(SOUND);
        samples[3]--;
        assertThat(new Sound(TIME, 16_000, 2, samples)).isNotEqualTo(SOUND);
    }

    @Test
    void refuseWhatTheirFormatsDontAllow() {
        assertThatThrownBy(() -> new Picture(TIME, 2, 2, PixelFormat.RGB, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("11 bytes are no RGB picture of 2 x 2 pixels");
        assertThatThrownBy(() -> new Sound(TIME, 8000, 2, new short[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 samples are no sound of 2 channels at 8000 Hz");
    }
}
