/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleArchiveTest {

    private static LocalKvsArchive archive;

    @BeforeAll
    static void start() {
        archive = LocalKvsArchive.start();
        SampleArchive.addTo(archive);
    }

    @AfterAll
    static void stop() {
        archive.close();
    }

    @Test
    void recordsBothCamerasWithoutAHole() throws IOException {
        assertThat(archive.streamNames()).containsExactly("front-door", "parking-lot");
        for (SampleArchive.Camera camera : SampleArchive.cameras()) {
            List<StoredFragment> fragments = archive.fragments(camera.stream()).toList();
            assertThat(fragments).hasSize((int) camera.duration().toSeconds() / 2);
            List<Long> pictures = new ArrayList<>();
            for (int i = 0; i < fragments.size(); i++) {
                StoredFragment fragment = fragments.get(i);
                assertThat(fragment.producerTimestamp())
                        .isBetween(
                                camera.start().plusSeconds(2L * i).minusMillis(30),
                                camera.start().plusSeconds(2L * i));
                ReadDocument document =
                        ReadDocument.read(
                                archive.readFragment(camera.stream(), fragment.fragmentNumber()));
                document.blocks().stream()
                        .filter(block -> block.track() == 1)
                        .map(ReadDocument.Block::ticks)
                        .forEach(pictures::add);
                assertThat(document.blocks().stream().map(ReadDocument.Block::track))
                        .as("audio in each fragment of the camera that has it")
                        .contains(camera.hasAudio() ? 2 : 1);
            }
            assertThat(pictures.stream().sorted().map(Math::toIntExact).toList())
                    .as("a picture every 1/15 s, to the millisecond")
                    .isEqualTo(
                            IntStream.range(
                                            0,
                                            (int) camera.duration().toSeconds()
                                                    * camera.framesPerSecond())
                                    .map(i -> Math.round(i * 1000f / camera.framesPerSecond()))
                                    .boxed()
                                    .toList());
            boolean isReordered = !pictures.equals(pictures.stream().sorted().toList());
            assertThat(isReordered)
                    .as("the parking lot has B-frames")
                    .isEqualTo(camera.equals(SampleArchive.PARKING_LOT));
        }
    }

    @Test
    void tellsWhatIsToBeSeenWhen() {
        assertThat(thingsAt(SampleArchive.FRONT_DOOR, 3)).isEmpty();
        assertThat(thingsAt(SampleArchive.FRONT_DOOR, 7)).containsExactly("courier");
        assertThat(thingsAt(SampleArchive.FRONT_DOOR, 11)).containsExactly("parcel", "courier");
        assertThat(thingsAt(SampleArchive.FRONT_DOOR, 20)).containsExactly("parcel");
        assertThat(thingsAt(SampleArchive.FRONT_DOOR, 40)).isEmpty();
        assertThat(thingsAt(SampleArchive.PARKING_LOT, 17)).containsExactly("red-car", "walker");
        assertThat(thingsAt(SampleArchive.PARKING_LOT, 38)).containsExactly("blue-car");

        SampleArchive.Thing walker = SampleArchive.PARKING_LOT.things().get(1);
        assertThat(walker.kind()).isEqualTo("person");
        assertThat(walker.enters()).isEqualTo(Duration.ofMillis(12_700));
        assertThat(walker.leaves()).isEqualTo(Duration.ofMillis(22_300));
        assertThat(walker.at(Duration.ofMillis(17_500)))
                .contains(new SampleArchive.Place(Duration.ofMillis(17_500), 296, 188));
        assertThat(walker.at(Duration.ofMillis(12_699))).isEmpty();
        assertThat(walker.at(Duration.ofMillis(22_300))).isEmpty();
    }

    @Test
    void beginsAndEndsNothingWhereAFragmentDoes() {
        for (SampleArchive.Camera camera : SampleArchive.cameras()) {
            for (SampleArchive.Thing thing : camera.things()) {
                assertThat(thing.enters().toMillis() % 2000).isBetween(100L, 1900L);
                assertThat(thing.leaves().toMillis() % 2000).isBetween(100L, 1900L);
            }
        }
    }

    private static List<String> thingsAt(SampleArchive.Camera camera, long second) {
        return camera.things().stream()
                .filter(thing -> thing.at(Duration.ofSeconds(second)).isPresent())
                .map(SampleArchive.Thing::name)
                .collect(Collectors.toList());
    }
}
