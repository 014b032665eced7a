/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Bodies.fragmentOf;
import static io.kvsarchive.media.Element.binary;
import static io.kvsarchive.media.Element.master;
import static io.kvsarchive.media.Element.text;
import static io.kvsarchive.media.Element.unsigned;
import static io.kvsarchive.media.Matroska.NUMBER_1;
import static io.kvsarchive.media.Matroska.PRODUCER;
import static io.kvsarchive.media.Matroska.SERVER;
import static io.kvsarchive.media.Matroska.cluster;
import static io.kvsarchive.media.Matroska.ebmlHeader;
import static io.kvsarchive.media.Matroska.info;
import static io.kvsarchive.media.Matroska.segment;
import static io.kvsarchive.media.Matroska.serviceTags;
import static io.kvsarchive.media.Matroska.simpleTag;
import static io.kvsarchive.media.Matroska.tags;
import static io.kvsarchive.media.Matroska.tracks;
import static io.kvsarchive.media.Matroska.videoTrack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's tags and the producer's. */
class TagsTest {

    private static final String PREFIX = "AWS_KINESISVIDEO_";
    private static final Element TRACKS = tracks(videoTrack());

    @Test
    void readsBothSpellingsOfTheServicesTagsBeforeAndAfterTracks() throws IOException {
        Element shortSpelling = serviceTags(NUMBER_1, SERVER, PRODUCER);
        Element longSpelling =
                tags(
                        PREFIX + "FRAGMENT_NUMBER", NUMBER_1,
                        PREFIX + "SERVER_SIDE_TIMESTAMP", SERVER,
                        PREFIX + "PRODUCER_SIDE_TIMESTAMP", PRODUCER);
        for (Element serviceTags : List.of(shortSpelling, longSpelling)) {
            for (Element[] segment :
                    List.of(
                            new Element[] {info(1), TRACKS, serviceTags, cluster()},
                            new Element[] {serviceTags, TRACKS, info(1), cluster()},
                            new Element[] {TRACKS, serviceTags})) {
                FragmentMetadata metadata = fragmentOf(ebmlHeader(), segment(segment)).metadata();

                assertThat(metadata.fragmentNumber()).isEqualTo(NUMBER_1);
                assertThat(metadata.serverTimestamp()).isEqualTo("2017-11-28T06:55:09.126Z");
                assertThat(metadata.producerTimestamp()).isEqualTo("2017-11-28T06:55:08.513Z");
                assertThat(metadata.tags()).isEmpty();
                assertThat(metadata.tracks()).hasSize(1);
            }
        }
    }

    @Test
    void readsTheServicesTagsFromSeveralElements() throws IOException {
        FragmentMetadata metadata =
                fragmentOf(
                                ebmlHeader(),
                                segment(
                                        tags(PREFIX + "SERVER_TIMESTAMP", "1.5"),
                                        tags("a", "b"),
                                        tags(PREFIX + "FRAGMENT_NUMBER", "7"),
                                        tags(PREFIX + "PRODUCER_SIDE_TIMESTAMP", "2.5"),
                                        tags(PREFIX + "FRAGMENT_NUMBER", "7"),
                                        cluster()))
                        .metadata();

        assertThat(metadata)
                .isEqualTo(
                        new FragmentMetadata(
                                "7",
                                Instant.ofEpochSecond(2, 500_000_000),
                                Instant.ofEpochSecond(1, 500_000_000),
                                List.of(),
                                List.of(new Tag("a", "b", 0))));
    }

    @ParameterizedTest
    @CsvSource({
        "1511852109.126, 1511852109, 126000000",
        "0.000, 0, 0",
        "0, 0, 0",
        "5.000, 5, 0",
        "0.001, 0, 1000000",
        "1511852109.999, 1511852109, 999000000",
        "9007199254.740993, 9007199254, 740993000",
        "1.000000001, 1, 1",
        "999999999999.999999999, 999999999999, 999999999",
        "0001.10, 1, 100000000"
    })
    void readsTimestampsExactly(String text, long seconds, long nanoseconds) throws IOException {
        FragmentMetadata metadata =
                fragmentOf(ebmlHeader(), segment(serviceTags(NUMBER_1, "3.0", text))).metadata();

        assertThat(metadata.producerTimestamp())
                .isEqualTo(Instant.ofEpochSecond(seconds, nanoseconds));
        assertThat(metadata.serverTimestamp()).isEqualTo(Instant.ofEpochSecond(3));
    }

    @Test
    void keepsTheProducersTagsInOrderWithTheTracksThatTheyTarget() throws IOException {
        Element targeted =
                master(
                        0x1254C367,
                        master(
                                0x7373,
                                simpleTag("HANDLER", "early"),
                                master(
                                        0x63C0,
                                        unsigned(0x68CA, 50),
                                        unsigned(0x63C5, 0x82060708090A0B0CL),
                                        unsigned(0x63C5, 2))),
                        master(0x7373, master(0x63C0, binary(0x63C5)), simpleTag("ALL", "0")));
        FragmentMetadata metadata =
                fragmentOf(
                                ebmlHeader(),
                                segment(
                                        tags("a", "1", "b", "2"),
                                        serviceTags(NUMBER_1),
                                        cluster(),
                                        targeted,
                                        tags("a", "3")))
                        .metadata();

        assertThat(metadata.tags())
                .containsExactly(
                        new Tag("a", "1", 0),
                        new Tag("b", "2", 0),
                        new Tag("HANDLER", "early", 0x82060708090A0B0CL),
                        new Tag("HANDLER", "early", 2),
                        new Tag("ALL", "0", 0),
                        new Tag("a", "3", 0));
        assertThat(metadata.fragmentTags().toString()).isEqualTo("{a=3, b=2, ALL=0}");
    }

    @Test
    void readsTextInUtf8UpToTheFirstNul() throws IOException {
        FragmentMetadata metadata =
                fragmentOf(
                                ebmlHeader(),
                                segment(
                                        serviceTags(NUMBER_1 + "\0\0"),
                                        tags("DURATION\0", "00:00:10\0\0rest", "straße", "東京 🎥")))
                        .metadata();

        assertThat(metadata.fragmentNumber()).isEqualTo(NUMBER_1);
        assertThat(metadata.tags())
                .containsExactly(new Tag("DURATION", "00:00:10", 0), new Tag("straße", "東京 🎥", 0));
    }

    @Test
    void passesOverWhatATagHoldsBesidesNameAndText() throws IOException {
        Element simpleTag =
                master(
                        0x67C8,
                        master(0x67C8, text(0x45A3, "nested"), text(0x4487, "nested value")),
                        text(0x45A3, "outer"),
                        text(0x447A, "und"),
                        binary(0x4485, (byte) 1),
                        master(0x67C8, master(0x67C8, text(0x45A3, "deeper"))));
        Element empty = master(0x67C8, text(0x45A3, "empty"), text(0x4487, ""));

        assertThat(
                        fragmentOf(
                                        ebmlHeader(),
                                        segment(
                                                serviceTags(NUMBER_1),
                                                master(
                                                        0x1254C367,
                                                        master(0x7373, simpleTag, empty))))
                                .metadata()
                                .tags())
                .containsExactly(new Tag("outer", "", 0), new Tag("empty", "", 0));
    }

    @Test
    void keepsTheServicesNamesToItself() throws IOException {
        assertThat(
                        fragmentOf(
                                        ebmlHeader(),
                                        segment(
                                                serviceTags(NUMBER_1),
                                                cluster(),
                                                tags(
                                                        PREFIX + "IMAGE_GENERATION",
                                                        "",
                                                        "AWS_OTHER",
                                                        "mine",
                                                        PREFIX + "END_OF_FRAGMENT",
                                                        "true")))
                                .metadata()
                                .tags())
                .containsExactly(new Tag("AWS_OTHER", "mine", 0));
    }
}
