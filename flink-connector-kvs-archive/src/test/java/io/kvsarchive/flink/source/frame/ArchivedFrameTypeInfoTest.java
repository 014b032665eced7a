/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** Flink's own tests of type information, and that Flink finds it. */
class ArchivedFrameTypeInfoTest extends TypeInformationTestBase<ArchivedFrameTypeInfo> {

    @Override
    protected ArchivedFrameTypeInfo[] getTestData() {
        return new ArchivedFrameTypeInfo[] {ArchivedFrameTypeInfo.INSTANCE};
    }

    @Test
    void isFoundWhereverFramesAre() {
        assertThat(TypeInformation.of(ArchivedFrame.class))
                .isEqualTo(ArchivedFrameTypeInfo.INSTANCE);
        assertThat(TypeInformation.of(new TypeHint<Tuple2<String, ArchivedFrame>>() {}))
                .isEqualTo(Types.TUPLE(Types.STRING, ArchivedFrameTypeInfo.INSTANCE));
        assertThat(KvsArchiveDeserializationSchema.frames().getProducedType())
                .isEqualTo(ArchivedFrameTypeInfo.INSTANCE);
    }

    @Test
    void needsNoKryo() {
        Configuration withoutKryo = new Configuration();
        withoutKryo.set(PipelineOptions.GENERIC_TYPES, false);

        assertThat(
                        TypeInformation.of(ArchivedFrame.class)
                                .createSerializer(new SerializerConfigImpl(withoutKryo)))
                .isSameAs(ArchivedFrameSerializer.INSTANCE);
    }

    @Test
    void survivesJavasSerialization() throws Exception {
        List<Object> values =
                List.of(ArchivedFrameTypeInfo.INSTANCE, ArchivedFrameSerializer.INSTANCE);

        assertThat(InstantiationUtil.clone(new ArrayList<>(values))).isEqualTo(values);
    }
}
