/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

class KvsArchiveDeserializationSchemaTest {

    @Test
    void handsFramesOnAsTheyAre() throws Exception {
        ArchivedFrame frame = TestFrames.all()[0];
        List<ArchivedFrame> records = new ArrayList<>();

        KvsArchiveDeserializationSchema.frames().deserialize(frame, new ListCollector<>(records));

        assertThat(records).singleElement().isSameAs(frame);
    }

    @Test
    void handsOnWhatIsKnownOfFramesWithoutTheirPayload() throws Exception {
        ArchivedFrame frame = TestFrames.all()[3];
        List<ArchivedFrameMetadata> records = new ArrayList<>();

        KvsArchiveDeserializationSchema.frameMetadata()
                .deserialize(frame, new ListCollector<>(records));

        assertThat(records).containsExactly(ArchivedFrameMetadata.of(frame));
    }

    @Test
    void letsAFlinkSchemaReadThePayloadAfterItsOpening() throws Exception {
        KvsArchiveDeserializationSchema<String> schema =
                InstantiationUtil.clone(KvsArchiveDeserializationSchema.payload(new Words()));
        List<String> records = new ArrayList<>();

        schema.open(new Context());
        schema.deserialize(
                TestFrames.withPayload("two words".getBytes(UTF_8)), new ListCollector<>(records));

        assertThat(records).containsExactly("opened two", "opened words");
        assertThat(schema.getProducedType()).isEqualTo(Types.STRING);
    }

    @Test
    void passesOnWhatAFlinkSchemaThrows() {
        KvsArchiveDeserializationSchema<String> schema =
                KvsArchiveDeserializationSchema.payload(new Words());

        assertThatThrownBy(
                        () ->
                                schema.deserialize(
                                        TestFrames.withPayload(new byte[0]),
                                        new ListCollector<>(new ArrayList<>())))
                .isInstanceOf(IOException.class)
                .hasMessage("not open");
    }

    @Test
    void needsAFlinkSchema() {
        assertThatThrownBy(() -> KvsArchiveDeserializationSchema.payload(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("schema");
    }

    /** Makes a record of each word. */
    private static final class Words implements DeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        private transient String prefix;

        @Override
        public void open(InitializationContext context) {
            prefix = "opened ";
        }

        @Override
        public void deserialize(byte[] message, Collector<String> out) throws IOException {
            if (prefix == null) {
                throw new IOException("not open");
            }
            for (String word : new String(message, UTF_8).split(" ", -1)) {
                out.collect(prefix + word);
            }
        }

        @Override
        public String deserialize(byte[] message) {
            throw new AssertionError("records go to the collector");
        }

        @Override
        public boolean isEndOfStream(String record) {
            return false;
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private static final class Context implements DeserializationSchema.InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
        }
    }
}
