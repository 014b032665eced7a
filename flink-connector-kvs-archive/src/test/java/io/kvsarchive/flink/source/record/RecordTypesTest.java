/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink's own tests of the records' types, and that Flink finds them wherever records are. */
class RecordTypesTest extends TypeInformationTestBase<TypeInformation<?>> {

    @Override
    protected TypeInformation<?>[] getTestData() {
        return new TypeInformation<?>[] {
            ArchivedFrame.TYPE,
            ArchivedFrameMetadata.TYPE,
            ArchivedFragment.TYPE,
            WholeFragment.TYPE
        };
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(
                        TestFrames.all()[0], ArchivedFrame.TYPE, ArchivedFrameSerializer.INSTANCE),
                Arguments.of(
                        ArchivedFrameMetadata.of(TestFrames.all()[0]),
                        ArchivedFrameMetadata.TYPE,
                        ArchivedFrameMetadataSerializer.INSTANCE),
                Arguments.of(
                        TestFrames.fragments()[0],
                        ArchivedFragment.TYPE,
                        ArchivedFragmentSerializer.INSTANCE),
                Arguments.of(
                        TestFrames.wholeFragments()[0],
                        WholeFragment.TYPE,
                        WholeFragmentSerializer.INSTANCE));
    }

    @ParameterizedTest
    @MethodSource("records")
    void areFoundByTheClassOfARecord(
            Object record, TypeInformation<?> type, TypeSerializer<?> serializer) {
        Configuration withoutKryo = new Configuration();
        withoutKryo.set(PipelineOptions.GENERIC_TYPES, false);

        assertThat(TypeInformation.of(record.getClass())).isEqualTo(type);
        assertThat(type.createSerializer(new SerializerConfigImpl(withoutKryo)))
                .isSameAs(serializer);
    }

    @ParameterizedTest
    @MethodSource("records")
    void copyNothing(
            Object record, TypeInformation<Object> type, TypeSerializer<Object> serializer) {
        assertThat(serializer.isImmutableType()).isTrue();
        assertThat(serializer.copy(record)).isSameAs(record);
        assertThat(serializer.copy(record, new Object())).isSameAs(record);
        assertThat(serializer.duplicate()).isSameAs(serializer);
    }

    @Test
    void areFoundWithinOtherTypes() {
        assertThat(
                        TypeInformation.of(
                                new TypeHint<
                                        Tuple4<
                                                ArchivedFrame,
                                                ArchivedFrameMetadata,
                                                ArchivedFragment,
                                                WholeFragment>>() {}))
                .isEqualTo(
                        Types.TUPLE(
                                ArchivedFrame.TYPE,
                                ArchivedFrameMetadata.TYPE,
                                ArchivedFragment.TYPE,
                                WholeFragment.TYPE));
    }

    @Test
    void areThoseOfTheSchemas() {
        assertThat(KvsArchiveDeserializationSchema.frames().getProducedType())
                .isEqualTo(ArchivedFrame.TYPE);
        assertThat(KvsArchiveDeserializationSchema.frameMetadata().getProducedType())
                .isEqualTo(ArchivedFrameMetadata.TYPE);
        assertThat(KvsArchiveFragmentDeserializationSchema.fragments().getProducedType())
                .isEqualTo(WholeFragment.TYPE);
        assertThat(
                        KvsArchiveFragmentDeserializationSchema.fragmentsWithDocument()
                                .getProducedType())
                .isEqualTo(WholeFragment.TYPE);
    }

    @Test
    void differFromEachOther() {
        assertThat(getTestData()).doesNotHaveDuplicates();
    }

    @Test
    void surviveJavasSerialization() throws Exception {
        List<Object> values =
                List.of(
                        ArchivedFrame.TYPE,
                        ArchivedFrameSerializer.INSTANCE,
                        ArchivedFrameMetadata.TYPE,
                        ArchivedFrameMetadataSerializer.INSTANCE,
                        ArchivedFragment.TYPE,
                        ArchivedFragmentSerializer.INSTANCE,
                        WholeFragment.TYPE,
                        WholeFragmentSerializer.INSTANCE);

        assertThat(InstantiationUtil.clone(new ArrayList<>(values))).isEqualTo(values);
    }
}
