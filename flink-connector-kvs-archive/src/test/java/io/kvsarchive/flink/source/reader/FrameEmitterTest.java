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
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.ListedFrameDeserializationSchema;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.flink.source.watermark.SplitStartWatermarks;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.TestBodies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class FrameEmitterTest {

    private static final Fragment FRAGMENT = TestBodies.parsed("7", 3);

    private final KvsArchiveSplitState state =
            new KvsArchiveSplitState(TestMedia.split("s", "7", "8"));
    private final RecordingOutput output = new RecordingOutput();
    private final MetricListener figures = new MetricListener();
    private final ReaderMetrics metrics =
            new ReaderMetrics(InternalSourceReaderMetricGroup.mock(figures.getMetricGroup()), true);

    @Test
    void bearsTheFramesTimeOnAllOfItsRecords() throws Exception {
        long time = FRAGMENT.frames().get(1).timestamp().toEpochMilli();

        emit(new IndexTwice(), 1);

        assertThat(output.records).containsExactly("1@" + time, "1@" + time);
        assertThat(time).isEqualTo(FRAGMENT.metadata().producerTimestamp().toEpochMilli() + 1);
    }

    @Test
    void notesHowFarTheSplitHasCome() throws Exception {
        emit(new IndexTwice(), 0);
        assertThat(state.toSplit().progress()).contains(new FragmentProgress("7", 1));
        emit(new IndexTwice(), 1);
        assertThat(state.toSplit().progress()).contains(new FragmentProgress("7", 2));

        emit(new IndexTwice(), 2);
        assertThat(state.toSplit().progress()).isEmpty();
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
    }

    @Test
    void tellsASchemaOfEachFragmentBeforeItsFrames() throws Exception {
        Announced schema = new Announced();
        FrameEmitter<String> emitter = emitter(schema);

        for (String number : List.of("7", "8")) {
            Fragment fragment = TestBodies.parsed(number, 3);
            for (Frame frame : fragment.frames()) {
                emitter.emitRecord(
                        new FetchedElement.OfFrame(
                                new ArchivedFrame("camera", fragment.metadata(), frame),
                                frame.index() == 2),
                        output,
                        state);
            }
        }

        assertThat(schema.announced)
                .containsExactly(
                        fragmentOfSplit(0).toArchivedFragment("camera"),
                        fragmentOfSplit(1).toArchivedFragment("camera"));
        assertThat(output.records).hasSize(6);
    }

    private static FragmentToRead.Listed fragmentOfSplit(int place) {
        return (FragmentToRead.Listed) TestMedia.split("s", "7", "8").fragments().get(place);
    }

    @Test
    void countsAFrameThatMakesNoRecord() throws Exception {
        emit(new Dropping(), 0);

        assertThat(output.records).isEmpty();
        assertThat(state.toSplit().progress()).contains(new FragmentProgress("7", 1));
    }

    @Test
    void namesTheFrameThatCannotBeDeserialized() {
        assertThatThrownBy(() -> emit(new Failing(), 1))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Stream 'camera', fragment 7: frame 1 could not be deserialized: no JSON")
                .hasRootCauseMessage("no JSON");
        assertThat(state.toSplit().progress()).isEmpty();
        assertThat(count("numRecordsInErrors")).isEqualTo(1);
    }

    @Test
    void isDoneWithAFragmentOfWhichNoFrameIsLeft() throws Exception {
        emit(new IndexTwice(), 0);

        emitter(new Failing()).emitRecord(new FetchedElement.OfNoFrame("7"), output, state);

        assertThat(output.records).containsExactly("0@" + time(0), "0@" + time(0));
        assertThat(state.toSplit().progress()).isEmpty();
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
    }

    @Test
    void tellsTheSchemaOfALossAndIsDoneWithItsFragment() throws Exception {
        emit(new IndexTwice(), 0);
        LostFragment loss = loss(Optional.of(Instant.ofEpochMilli(4711)));

        emit(new Grieving(), loss);

        assertThat(output.records).containsExactly("0@" + time(0), "0@" + time(0), loss + "@4711");
        assertThat(count("numLostFragments")).isEqualTo(1);
        assertThat(state.toSplit().progress()).isEmpty();
        assertThat(state.toSplit().fragments())
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("8");
    }

    @Test
    void givesNoTimeToTheLossOfAFragmentWhoseTimeIsNotKnown() throws Exception {
        LostFragment loss = loss(Optional.empty());

        emit(new Grieving(), loss);

        assertThat(output.records).containsExactly(loss.toString());
    }

    @Test
    void makesNothingOfALossUnlessTheSchemaDoes() throws Exception {
        emit(new IndexTwice(), loss(Optional.empty()));

        assertThat(output.records).isEmpty();
        assertThat(count("numLostFragments")).isEqualTo(1);
    }

    @Test
    void namesTheFragmentWhoseLossTheSchemaDoesNotAccept() {
        assertThatThrownBy(() -> emit(new Failing(), loss(Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Stream 'camera', fragment 7: the schema does not accept its loss: not 7!");
        assertThat(state.toSplit().fragments()).hasSize(2);
    }

    private FrameEmitter<String> emitter(KvsArchiveDeserializationSchema<String> schema) {
        return new FrameEmitter<>(
                schema instanceof ListedFrameDeserializationSchema<String> listed
                        ? listed
                        : ListedFrameDeserializationSchema.of(schema),
                new SplitStartWatermarks<>(Duration.ZERO),
                metrics);
    }

    private long count(String... name) {
        return figures.getCounter(name).orElseThrow().getCount();
    }

    private static long time(int index) {
        return FRAGMENT.frames().get(index).timestamp().toEpochMilli();
    }

    private static LostFragment loss(Optional<Instant> timestamp) {
        return new LostFragment(
                "camera", "7", timestamp, 100, 1, LostFragment.Cause.REFUSED, "no such fragment");
    }

    private void emit(KvsArchiveDeserializationSchema<String> schema, LostFragment loss)
            throws IOException {
        emitter(schema).emitRecord(new FetchedElement.OfLoss(loss), output, state);
    }

    private void emit(KvsArchiveDeserializationSchema<String> schema, int index)
            throws IOException {
        ArchivedFrame frame =
                new ArchivedFrame("camera", FRAGMENT.metadata(), FRAGMENT.frames().get(index));
        emitter(schema).emitRecord(new FetchedElement.OfFrame(frame, index == 2), output, state);
    }

    private static final class RecordingOutput implements SourceOutput<String> {
        private final List<String> records = new ArrayList<>();

        @Override
        public void collect(String record) {
            records.add(record);
        }

        @Override
        public void collect(String record, long timestamp) {
            records.add(record + "@" + timestamp);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }

    private abstract static class TextSchema implements KvsArchiveDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private static final class Announced extends TextSchema
            implements ListedFrameDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        private final transient List<ArchivedFragment> announced = new ArrayList<>();

        @Override
        public void beginFragment(ArchivedFragment fragment, Optional<String> streamArn) {
            announced.add(fragment);
        }

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {
            assertThat(announced)
                    .last()
                    .returns(frame.fragment().fragmentNumber(), ArchivedFragment::fragmentNumber);
            out.collect(Integer.toString(frame.frame().index()));
        }
    }

    private static final class IndexTwice extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {
            out.collect(Integer.toString(frame.frame().index()));
            out.collect(Integer.toString(frame.frame().index()));
        }
    }

    private static final class Dropping extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {}
    }

    private static final class Failing extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) throws IOException {
            throw new IOException("no JSON");
        }

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out)
                throws IOException {
            throw new IOException("not " + fragment.fragmentNumber() + "!");
        }
    }

    private static final class Grieving extends TextSchema {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ArchivedFrame frame, Collector<String> out) {}

        @Override
        public void onLostFragment(LostFragment fragment, Collector<String> out) {
            out.collect(fragment.toString());
        }
    }
}
