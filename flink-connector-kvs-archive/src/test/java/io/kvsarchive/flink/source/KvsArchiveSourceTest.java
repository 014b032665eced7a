/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.enumerator.KvsArchiveEnumeratorState;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicFilteringInfo;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void tellsWhichStreamsItReads() {
        Source<String, ?, ?> source = source(new Opened());

        LineageVertex vertex = ((LineageVertexProvider) source).getLineageVertex();

        assertThat(vertex.datasets())
                .extracting(LineageDataset::namespace, LineageDataset::name)
                .containsExactly(
                        tuple("kinesisvideo://us-west-2", "camera"),
                        tuple("kinesisvideo://us-west-2", "door"));
        assertThat(((SourceLineageVertex) vertex).boundedness()).isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void tellsThePrefixOfStreamsThatAreYetToBeFound() {
        KvsArchiveSource<ArchivedFragment> source =
                KvsArchiveSource.forListing().setStreamPrefix("cam-").setUnbounded().build();

        SourceLineageVertex vertex = (SourceLineageVertex) source.getLineageVertex();

        assertThat(vertex.datasets())
                .extracting(LineageDataset::namespace, LineageDataset::name)
                .containsExactly(tuple("kinesisvideo", "cam-*"));
        assertThat(vertex.boundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    }

    /** Four connections to each of two streams at the default share, but no more than there are. */
    @ParameterizedTest
    @CsvSource({"100, PARALLEL, 8", "5, PARALLEL, 5", "100, ORDERED, 2"})
    void infersAParallelismFromTheQuotas(int most, ReadOrder order, int inferred) {
        KvsArchiveSource<String> source =
                builder(new Opened()).setOption(KvsArchiveSourceOptions.READ_ORDER, order).build();

        assertThat(source.inferParallelism(upTo(most))).isEqualTo(inferred);
    }

    @Test
    void infersNothingOfStreamsThatAreYetToBeFound() {
        assertThat(
                        builder(new Opened())
                                .setStreamPrefix("cam-")
                                .build()
                                .inferParallelism(upTo(100)))
                .isEqualTo(100);
    }

    private static DynamicParallelismInference.Context upTo(int most) {
        return new DynamicParallelismInference.Context() {
            @Override
            public Optional<DynamicFilteringInfo> getDynamicFilteringInfo() {
                return Optional.empty();
            }

            @Override
            public int getParallelismInferenceUpperBound() {
                return most;
            }

            @Override
            public long getDataVolumePerTask() {
                return 1;
            }
        };
    }

    @Test
    void hasItsSplitsHandedOutAnewWhereFlinkCanDoSo() {
        assertThat(source(new Opened())).isInstanceOf(SupportsSplitReassignmentOnRecovery.class);
    }

    @Test
    void saysThatACustomProviderIsNotThere() {
        Configuration custom = new Configuration();
        custom.setString("aws.credentials.provider", "CUSTOM");
        custom.setString("aws.credentials.provider.custom.class", "no.such.Provider");
        KvsArchiveSource<String> source = builder(new Opened()).setOptions(custom).build();

        assertThatThrownBy(() -> source.createReader(new TestingReaderContext()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.custom.class' is 'no.such.Provider'");
    }

    private static KvsArchiveSource<String> source(Opened schema) {
        Configuration keys = new Configuration();
        keys.setString("aws.credentials.provider.basic.accesskeyid", "test");
        keys.setString("aws.credentials.provider.basic.secretkey", "test");
        return builder(schema).setOptions(keys).build();
    }

    private static KvsArchiveMediaSourceBuilder<String> builder(Opened schema) {
        return KvsArchiveSource.forFrames(schema)
                .setStreams("camera")
                .setFragmentNumbers("door", List.of("1"))
                .setOption(KvsArchiveSourceOptions.AWS_REGION, "us-west-2");
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
