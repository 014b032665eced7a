/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source;

import static io.kvsarchive.flink.ManyRecords.assertSameInAnyOrder;
import static io.kvsarchive.flink.source.TestJobs.collect;
import static io.kvsarchive.flink.source.TestJobs.environment;
import static io.kvsarchive.flink.source.TestJobs.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.flink.source.record.ArchivedFrameMetadata;
import io.kvsarchive.flink.source.record.KvsArchiveDeserializationSchema;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.media.TrackType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of records on their way through a job, with generic types switched off. */
class RecordsBetweenOperatorsITCase {

    private static final String[] CAMERAS = {"cam-1", "cam-2"};

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(2)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private LocalKvsArchive archive;

    @BeforeEach
    void startArchive() {
        archive = LocalKvsArchive.start();
        for (String camera : CAMERAS) {
            archive.addGeneratedStream(
                    GeneratedStream.builder(camera)
                            .setFragmentCount(20)
                            .setTracks(
                                    GeneratedTrack.video(5, 10, 3000),
                                    GeneratedTrack.text(1, 0, 20))
                            .setTagAfter("place", GeneratedStream.INDEX)
                            .build());
        }
    }

    @AfterEach
    void stopArchive() {
        archive.close();
        Sighting.SEEN.clear();
    }

    @Test
    void framesAreTheSameInChainedOperators() throws Exception {
        assertAreTheSame(frames(), ArchivedFrame.class, FrameLine.truth(archive, CAMERAS).size());
    }

    @Test
    void metadataAreTheSameInChainedOperators() throws Exception {
        assertAreTheSame(
                metadata(), ArchivedFrameMetadata.class, FrameLine.truth(archive, CAMERAS).size());
    }

    @Test
    void fragmentsAreTheSameInChainedOperators() throws Exception {
        assertAreTheSame(fragments(), ArchivedFragment.class, fragmentTruth().size());
    }

    @Test
    void wholeFragmentsAreTheSameInChainedOperators() throws Exception {
        assertAreTheSame(wholeFragments(), WholeFragment.class, fragmentTruth().size());
    }

    @Test
    void wholeFragmentsCrossAShuffle() throws Exception {
        assertSameInAnyOrder(
                collect(
                        wholeFragments()
                                .keyBy(fragment -> fragment.fragment().fragmentNumber())
                                .map(FragmentLine::of)
                                .returns(Types.STRING)),
                FragmentLine.truth(archive, CAMERAS));
    }

    @Test
    void framesCrossAShuffle() throws Exception {
        assertSameInAnyOrder(
                collect(
                        frames().keyBy(frame -> frame.fragment().fragmentNumber())
                                .map(FrameLine::of)
                                .returns(Types.STRING)),
                FrameLine.truth(archive, CAMERAS));
    }

    @Test
    void metadataCrossAShuffle() throws Exception {
        assertSameInAnyOrder(
                collect(metadata().keyBy(ArchivedFrameMetadata::fragmentNumber).map(m -> m)),
                metadataTruth());
    }

    @Test
    void fragmentsCrossAShuffle() throws Exception {
        assertSameInAnyOrder(
                collect(fragments().keyBy(ArchivedFragment::fragmentNumber).map(f -> f)),
                fragmentTruth());
    }

    @Test
    void metadataFindTheirFrameAgain() throws Exception {
        ArchivedFrameMetadata sought = metadataTruth().get(17);
        int index = sought.index();

        List<String> found =
                collect(
                        read(
                                        environment(2),
                                        sourceOfFrames()
                                                .setFragmentNumbers(
                                                        sought.stream(),
                                                        List.of(sought.fragmentNumber()))
                                                .build())
                                .filter(frame -> frame.frame().index() == index)
                                .map(FrameLine::of)
                                .returns(Types.STRING));

        assertThat(found).containsExactly(FrameLine.truth(archive, CAMERAS).get(17));
    }

    /**
     * Object reuse is off, so that Flink asks the serializer for a copy at each link of a chain.
     */
    private static <T> void assertAreTheSame(DataStream<T> records, Class<T> type, int count)
            throws Exception {
        List<Boolean> same =
                collect(
                        records.map(new Sighting<T>())
                                .returns(type)
                                .map(record -> Sighting.SEEN.contains(record))
                                .returns(Types.BOOLEAN));

        assertThat(same).hasSize(count).containsOnly(true);
    }

    private DataStream<ArchivedFrame> frames() {
        return read(environment(2), sourceOfFrames().setStreams(CAMERAS).build());
    }

    private KvsArchiveMediaSourceBuilder<ArchivedFrame> sourceOfFrames() {
        return TestJobs.withAccess(
                KvsArchiveSource.forFrames(KvsArchiveDeserializationSchema.frames()), archive);
    }

    private DataStream<ArchivedFrameMetadata> metadata() {
        return read(
                environment(2),
                TestJobs.withAccess(
                                KvsArchiveSource.forFrames(
                                        KvsArchiveDeserializationSchema.frameMetadata()),
                                archive)
                        .setStreams(CAMERAS)
                        .build());
    }

    private DataStream<ArchivedFragment> fragments() {
        return read(
                environment(2),
                TestJobs.withAccess(KvsArchiveSource.forListing(), archive)
                        .setStreams(CAMERAS)
                        .build());
    }

    private DataStream<WholeFragment> wholeFragments() {
        return read(
                environment(2),
                TestJobs.withAccess(
                                KvsArchiveSource.forFragments(
                                        KvsArchiveFragmentDeserializationSchema
                                                .fragmentsWithDocument()),
                                archive)
                        .setStreams(CAMERAS)
                        .build());
    }

    private List<ArchivedFrameMetadata> metadataTruth() {
        List<ArchivedFrameMetadata> truth = new ArrayList<>();
        for (String camera : CAMERAS) {
            archive.fragments(camera)
                    .forEach(
                            fragment -> {
                                List<GeneratedFrame> frames =
                                        archive.generatedFrames(camera, fragment.fragmentNumber());
                                for (int i = 0; i < frames.size(); i++) {
                                    truth.add(metadata(camera, fragment, frames.get(i), i));
                                }
                            });
        }
        return truth;
    }

    private static ArchivedFrameMetadata metadata(
            String camera,
            io.kvsarchive.local.StoredFragment fragment,
            GeneratedFrame frame,
            int index) {
        boolean isVideo = frame.track() == 1;
        return new ArchivedFrameMetadata(
                camera,
                fragment.fragmentNumber(),
                fragment.producerTimestamp(),
                fragment.serverTimestamp(),
                frame.track(),
                isVideo ? TrackType.VIDEO : TrackType.SUBTITLE,
                Optional.of(isVideo ? "video" : "text"),
                isVideo ? "V_MPEG4/ISO/AVC" : "S_TEXT/UTF8",
                index,
                fragment.producerTimestamp().plus(frame.offset()),
                frame.isKeyFrame(),
                frame.payload().length);
    }

    private List<ArchivedFragment> fragmentTruth() {
        List<ArchivedFragment> truth = new ArrayList<>();
        for (String camera : CAMERAS) {
            archive.fragments(camera)
                    .map(
                            fragment ->
                                    new ArchivedFragment(
                                            camera,
                                            fragment.fragmentNumber(),
                                            fragment.producerTimestamp(),
                                            fragment.serverTimestamp(),
                                            fragment.size(),
                                            fragment.duration()))
                    .forEach(truth::add);
        }
        return truth;
    }

    /** Notes which instances passed, in this process, where all operators run. */
    private static final class Sighting<T> implements MapFunction<T, T> {

        private static final long serialVersionUID = 1L;

        static final Set<Object> SEEN =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        @Override
        public T map(T record) {
            SEEN.add(record);
            return record;
        }
    }
}
