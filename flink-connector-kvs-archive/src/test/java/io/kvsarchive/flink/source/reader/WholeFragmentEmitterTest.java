/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.flink.source.fetch.FetchedElement;
import io.kvsarchive.flink.source.fetch.TestMedia;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SourceWatermarks;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.TestBodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class WholeFragmentEmitterTest {

    private static final Fragment FRAGMENT = TestBodies.parsed("7", 3);
    private static final long START = FRAGMENT.metadata().producerTimestamp().toEpochMilli();

    /** It has emitted frames of the first fragment, as a job over frames. */
    private final KvsArchiveSplitState state =
            new KvsArchiveSplitState(TestMedia.splitInProgress("s", "7", 2, "7", "8"));

    private final RecordingReaderOutput<String> output = new RecordingReaderOutput<>();
    private final MetricListener figures = new MetricListener();
    private final ReaderMetrics metrics =
            new ReaderMetrics(InternalSourceReaderMetricGroup.mock(figures.getMetricGroup()), true);

    @Test
    void bearsTheTimeAtWhichTheFragmentBeganOnAllOfItsRecords() throws Exception {
        emit(new Payloads(), FRAGMENT.frames().size());

        assertThat(output.timestamped())
                .containsExactly(
                        "camera 7 7/0@" + START, "camera 7 7/1@" + START, "camera 7 7/2@" + START);
    }

    @Test
    void isDoneWithTheFragmentAtOnce() throws Exception {
        emit(new Payloads(), 3);

        assertThat(state.toSplit().progress()).isEmpty();
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
        assertThat(count("numFragments")).isEqualTo(1);
        assertThat(count("numBytesDelivered")).isEqualTo(9);
        assertThat(count("numLateFrames")).isZero();
    }

    @Test
    void emitsAFragmentWithoutFrames() throws Exception {
        emit(new Numbers(), 0);

        assertThat(output.timestamped()).containsExactly("7@" + START);
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
    }

    @Test
    void countsAFragmentThatAWatermarkHasPassed() throws Exception {
        SourceWatermarks<String> watermarks =
                new SourceWatermarks<>(Duration.ZERO, metrics.lateFrames());
        watermarks.told(START + 1);
        watermarks.emit(output);

        new WholeFragmentEmitter<>(new Numbers(), watermarks, metrics)
                .emitRecord(element(1), output, state);

        assertThat(output.watermarks()).containsExactly(START);
        assertThat(count("numLateFrames")).isEqualTo(1);
    }

    @Test
    void namesTheFragmentThatCannotBeDeserialized() {
        assertThatThrownBy(() -> emit(new Failing(), 3))
                .isInstanceOf(IOException.class)
                .hasMessage("Stream 'camera', fragment 7: it could not be deserialized: no decoder")
                .hasRootCauseMessage("no decoder");
        assertThat(state.toSplit().fragments()).hasSize(2);
        assertThat(count("numRecordsInErrors")).isEqualTo(1);
    }

    @Test
    void tellsTheSchemaOfALossAndIsDoneWithItsFragment() throws Exception {
        emitter(new Numbers())
                .emitRecord(loss(Optional.of(Instant.ofEpochMilli(4711))), output, state);

        assertThat(output.timestamped()).containsExactly("lost 7@4711");
        assertThat(count("numLostFragments")).isEqualTo(1);
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
    }

    @Test
    void namesTheFragmentWhoseLossTheSchemaDoesNotAccept() {
        assertThatThrownBy(
                        () ->
                                emitter(new Failing())
                                        .emitRecord(loss(Optional.empty()), output, state))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Stream 'camera', fragment 7: the schema does not accept its loss: not 7!");
        assertThat(state.toSplit().fragments()).hasSize(2);
    }

    private WholeFragmentEmitter<String> emitter(
            KvsArchiveFragmentDeserializationSchema<String> schema) {
        return new WholeFragmentEmitter<>(
                schema, new SourceWatermarks<>(Duration.ZERO, metrics.lateFrames()), metrics);
    }

    private void emit(KvsArchiveFragmentDeserializationSchema<String> schema, int frames)
            throws IOException {
        emitter(schema).emitRecord(element(frames), output, state);
    }

    private static FetchedElement element(int frames) {
        return new FetchedElement.OfFragment(
                new WholeFragment(
                        "camera",
                        FRAGMENT.metadata(),
                        FRAGMENT.frames().subList(0, frames),
                        new byte[0]));
    }

    private static FetchedElement loss(Optional<Instant> timestamp) {
        return new FetchedElement.OfLoss(
                new LostFragment(
                        "camera",
                        "7",
                        timestamp,
                        100,
                        2,
                        LostFragment.Cause.REFUSED,
                        "no such fragment"));
    }

    private long count(String... name) {
        return figures.getCounter(name).orElseThrow().getCount();
    }

    private abstract static class TextSchema
            implements KvsArchiveFragmentDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private static final class Payloads extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(WholeFragment fragment, Collector<String> out) {
            List<String> payloads = TestMedia.payloads(fragment.frames());
            payloads.forEach(
                    payload ->
                            out.collect(
                                    fragment.stream()
                                            + " "
                                            + fragment.fragment().fragmentNumber()
                                            + " "
                                            + payload));
        }
    }

    private static final class Numbers extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(WholeFragment fragment, Collector<String> out) {
            out.collect(fragment.fragment().fragmentNumber());
        }

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out) {
            out.collect("lost " + fragment.fragmentNumber());
        }
    }

    private static final class Failing extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(WholeFragment fragment, Collector<String> out) throws IOException {
            throw new IOException("no decoder");
        }

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out)
                throws IOException {
            throw new IOException("not " + fragment.fragmentNumber() + "!");
        }
    }
}
