/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorState;
import io.kvsarchive.flink.source.frame.ArchivedFrame;
import io.kvsarchive.flink.source.frame.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class KvsArchiveSourceTest {

    @Test
    void opensTheSchemaOfEachReader() throws Exception {
        Opened schema = new Opened();
        KvsArchiveSource<String> source = source(schema);

        try (SourceReader<String, KvsArchiveSplit> reader =
                source.createReader(new TestingReaderContext())) {
            assertThat(schema.opened).isEqualTo(1);
            assertThat(schema.classLoader).isNotNull();
            assertThat(reader.snapshotState(1)).isEmpty();
        }
    }

    @Test
    void restoresWhatItsEnumeratorHadInItsCheckpoint() throws Exception {
        KvsArchiveSource<String> source = source(new Opened());
        try (SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> first =
                source.createEnumerator(new TestingSplitEnumeratorContext<>(1))) {
            KvsArchiveEnumeratorState checkpoint = first.snapshotState(1);
            try (SplitEnumerator<KvsArchiveSplit, KvsArchiveEnumeratorState> second =
                    source.restoreEnumerator(new TestingSplitEnumeratorContext<>(1), checkpoint)) {
                assertThat(second.snapshotState(2))
                        .isEqualTo(
                                new KvsArchiveEnumeratorState(
                                        checkpoint.generation() + 1,
                                        0,
                                        false,
                                        checkpoint.streams(),
                                        List.of()));
            }
        }
    }

    @Test
    void saysThatACustomProviderIsNotThere() {
        Configuration custom = new Configuration();
        custom.setString("aws.credentials.provider", "CUSTOM");
        custom.setString("aws.credentials.provider.custom.class", "no.such.Provider");
        KvsArchiveSource<String> source = builder(new Opened()).setConfiguration(custom).build();

        assertThatThrownBy(() -> source.createReader(new TestingReaderContext()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.custom.class' is 'no.such.Provider'");
    }

    private static KvsArchiveSource<String> source(Opened schema) {
        Configuration keys = new Configuration();
        keys.setString("aws.credentials.provider.basic.accesskeyid", "test");
        keys.setString("aws.credentials.provider.basic.secretkey", "test");
        return builder(schema).setConfiguration(keys).build();
    }

    private static KvsArchiveSourceBuilder<String> builder(Opened schema) {
        return KvsArchiveSource.<String>builder()
                .setStreams("camera")
                .setFragmentNumbers("door", List.of("1"))
                .setOption(KvsArchiveSourceOptions.AWS_REGION, "us-west-2")
                .setDeserializationSchema(schema);
    }

    private static final class Opened implements KvsArchiveDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        private int opened;
        private transient ClassLoader classLoader;

        @Override
        public void open(DeserializationSchema.InitializationContext context) {
            opened++;
            context.getMetricGroup().counter("anything");
            classLoader = context.getUserCodeClassLoader().asClassLoader();
        }

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {}

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }
}
