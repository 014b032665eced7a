/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.local.GeneratedStream.BlockStyle;
import io.kvsarchive.local.GeneratedStream.SizeStyle;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedStreamTest {

    private static final Instant START = Instant.parse("2025-06-01T12:00:00.123Z");

    private LocalKvsArchive archive;

    @BeforeEach
    void start() {
        archive = LocalKvsArchive.start();
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @ParameterizedTest
    @EnumSource
    void servesTheFramesThatWereDescribed(BlockStyle style) throws IOException {
        archive.addGeneratedStream(
                threeTracks().setBlockStyle(style).setTagBefore("site", "north").build());

        for (StoredFragment fragment : archive.fragments("camera").toList()) {
            ReadDocument document = read(fragment);
            List<GeneratedFrame> frames =
                    archive.generatedFrames("camera", fragment.fragmentNumber());
            List<ReadDocument.Block> expected = new ArrayList<>();
            for (GeneratedFrame frame : frames) {
                expected.add(
                        new ReadDocument.Block(
                                frame.track(),
                                fragment.producerTimestamp().toEpochMilli()
                                        + frame.offset().toMillis(),
                                frame.isKeyFrame(),
                                0,
                                frame.payload()));
            }
            assertThat(document.blocks()).isEqualTo(expected);
            assertThat(document.tagsBefore()).isEqualTo(Map.of("site", "north"));
            Duration first = frames.get(0).offset();
            Duration last = frames.get(frames.size() - 1).offset();
            assertThat(fragment.duration()).isEqualTo(last.minus(first));
        }
    }

    @Test
    void givesTracksTheirRateSizesAndKeyFrames() {
        archive.addGeneratedStream(threeTracks().build());

        List<GeneratedFrame> frames =
                archive.fragments("camera")
                        .flatMap(
                                f -> archive.generatedFrames("camera", f.fragmentNumber()).stream())
                        .toList();

        assertThat(frames.stream().filter(frame -> frame.track() == 1))
                .hasSize(30 * 2 * 15)
                .allMatch(frame -> frame.payload().length >= 100 && frame.payload().length <= 5000);
        assertThat(frames.stream().filter(frame -> frame.track() == 1 && frame.isKeyFrame()))
                .as("one key frame in each fragment")
                .hasSize(30)
                .allMatch(frame -> frame.offset().isZero());
        assertThat(frames.stream().filter(frame -> frame.track() == 2))
                .hasSizeBetween(60 * 46, 60 * 47)
                .allMatch(GeneratedFrame::isKeyFrame)
                .allMatch(frame -> frame.payload().length == 64);
        assertThat(frames.stream().filter(frame -> frame.track() == 3)).hasSize(60);
        assertThat(frames.stream().filter(frame -> frame.track() == 1).map(f -> f.payload().length))
                .as("sizes use the range")
                .anyMatch(size -> size < 300)
                .anyMatch(size -> size > 4800);
    }

    @Test
    void writesSizesAsDescribed() throws IOException {
        for (SizeStyle segment : SizeStyle.values()) {
            for (SizeStyle cluster : SizeStyle.values()) {
                String name = segment + "-" + cluster;
                archive.addGeneratedStream(
                        GeneratedStream.builder(name)
                                .setFragmentCount(1)
                                .setSegmentSize(segment)
                                .setClusterSize(cluster)
                                .setTagAfter("x", "y")
                                .build());
                StoredFragment only = archive.fragments(name).findFirst().orElseThrow();
                byte[] bytes = archive.readFragment(name, only.fragmentNumber());
                assertThat(ReadDocument.read(bytes).knownSizes())
                        .containsExactly(segment == SizeStyle.KNOWN, cluster == SizeStyle.KNOWN);
                assertThat(bytes).hasSize((int) only.size());
            }
        }
    }

    @Test
    void givesEachFragmentTheUsersTags() throws IOException {
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setFragmentCount(3)
                        .setTagAfter("sequence", "number " + GeneratedStream.INDEX)
                        .build());

        List<String> values = new ArrayList<>();
        for (StoredFragment fragment : archive.fragments("camera").toList()) {
            values.add(read(fragment).tagsAfter().get("sequence"));
        }
        assertThat(values).containsExactly("number 0", "number 1", "number 2");
    }

    @Test
    void servesGivenPayloadsFrameByFrameAsLongAsThereAreAny() throws IOException {
        List<byte[]> payloads =
                Stream.of("one", "", "three", "four", "five")
                        .map(text -> text.getBytes(UTF_8))
                        .toList();
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START)
                        .setFragmentCount(4)
                        .setTracks(GeneratedTrack.text(1, payloads), GeneratedTrack.audio(1, 7, 7))
                        .build());
        payloads.get(0)[0] = 'O';

        List<List<String>> texts = new ArrayList<>();
        for (StoredFragment fragment : archive.fragments("camera").toList()) {
            List<byte[]> ofText =
                    read(fragment).blocks().stream()
                            .filter(block -> block.track() == 1)
                            .map(ReadDocument.Block::payload)
                            .toList();
            texts.add(ofText.stream().map(payload -> new String(payload, UTF_8)).toList());
            assertThat(archive.generatedFrames("camera", fragment.fragmentNumber()))
                    .filteredOn(frame -> frame.track() == 1)
                    .extracting(GeneratedFrame::payload)
                    .containsExactlyElementsOf(ofText);
            assertThat(read(fragment).blocks()).filteredOn(block -> block.track() == 2).hasSize(2);
        }
        assertThat(texts)
                .containsExactly(
                        List.of("one", ""), List.of("three", "four"), List.of("five"), List.of());
    }

    @Test
    void followsTheDescriptionOfTimes() throws IOException {
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START)
                        .setFragmentDuration(Duration.ofMillis(1500))
                        .setFragmentCount(5)
                        .setGap(2, Duration.ofMinutes(1))
                        .setTimecodeScale(100_000)
                        .setRelativeTimecodes(true)
                        .build());

        List<StoredFragment> fragments = archive.fragments("camera").toList();

        assertThat(fragments)
                .extracting(f -> Duration.between(START, f.producerTimestamp()).toMillis())
                .containsExactly(0L, 1500L, 63_000L, 64_500L, 126_000L);
        assertThat(fragments)
                .allSatisfy(
                        f ->
                                assertThat(f.serverTimestamp())
                                        .isEqualTo(f.producerTimestamp().plusMillis(250)));
        assertThat(read(fragments.get(2)).clusterTicks()).isEqualTo(630_000);
        assertThat(read(fragments.get(2)).timecodeScale()).isEqualTo(100_000);
        assertThat(read(fragments.get(0)).serviceTags())
                .containsEntry("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "1748779200.123");
    }

    @Test
    void keepsAnUploadDelayForEachPart() throws IOException {
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START)
                        .setFragmentCount(2)
                        .setUploadDelay(Duration.ofDays(3))
                        .build());
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START.plusSeconds(4))
                        .setFragmentCount(1)
                        .setUploadDelay(Duration.ofMillis(-500))
                        .build());

        List<StoredFragment> fragments = archive.fragments("camera").toList();

        assertThat(fragments)
                .extracting(StoredFragment::serverTimestamp)
                .containsExactly(
                        START.plus(Duration.ofDays(3)),
                        START.plus(Duration.ofDays(3)).plusSeconds(2),
                        START.plusMillis(3500));
        assertThat(read(fragments.get(0)).serviceTags())
                .containsEntry("AWS_KINESISVIDEO_PRODUCER_TIMESTAMP", "1748779200.123")
                .containsEntry("AWS_KINESISVIDEO_SERVER_TIMESTAMP", "1749038400.123");
    }

    @Test
    void raisesNumbersAndJumpsWithEachSession() {
        archive.addGeneratedStream(GeneratedStream.builder("camera").setFragmentCount(2).build());
        archive.addGeneratedStream(
                GeneratedStream.builder("camera").setStart(START).setFragmentCount(1200).build());
        archive.addGeneratedStream(
                GeneratedStream.builder("camera")
                        .setStart(START.plusSeconds(9999))
                        .setFragmentCount(1)
                        .build());

        List<Long> counters =
                archive.fragments("camera")
                        .map(f -> new BigInteger(f.fragmentNumber()).shiftRight(92).longValue())
                        .toList();

        assertThat(counters)
                .startsWith(
                        counters.get(0), counters.get(0) + 1, (counters.get(0) / 1000 + 1) * 1000);
        assertThat(counters).isSorted().doesNotHaveDuplicates();
        assertThat(archive.fragments("camera")).allMatch(f -> f.fragmentNumber().length() == 47);
    }

    @Test
    void makesArchivesOfOneSeedAlikeByteForByte() throws IOException {
        LocalKvsArchiveConfig config = LocalKvsArchiveConfig.builder().setSeed(5).build();
        try (LocalKvsArchive one = LocalKvsArchive.start(config);
                LocalKvsArchive two = LocalKvsArchive.start(config);
                LocalKvsArchive other = LocalKvsArchive.start()) {
            for (LocalKvsArchive each : List.of(one, two, other)) {
                SampleArchive.addTo(each);
                each.addGeneratedStream(threeTracks().build());
            }
            assertThat(one.streamArn("camera")).isEqualTo(two.streamArn("camera"));
            for (String stream : one.streamNames()) {
                List<StoredFragment> fragments = one.fragments(stream).toList();
                assertThat(two.fragments(stream)).isEqualTo(fragments);
                assertThat(other.fragments(stream).map(StoredFragment::fragmentNumber))
                        .doesNotContainAnyElementsOf(
                                fragments.stream().map(StoredFragment::fragmentNumber).toList());
                for (StoredFragment fragment : fragments) {
                    assertThat(two.readFragment(stream, fragment.fragmentNumber()))
                            .isEqualTo(one.readFragment(stream, fragment.fragmentNumber()));
                }
            }
        }
    }

    @Test
    void makesOtherMediaForAnotherSeedOrName() {
        archive.addGeneratedStream(GeneratedStream.builder("a").setFragmentCount(1).build());
        archive.addGeneratedStream(GeneratedStream.builder("b").setFragmentCount(1).build());
        archive.addGeneratedStream(
                GeneratedStream.builder("a").setSeed(1).setFragmentCount(1).build());

        List<byte[]> first =
                Stream.of("a", "b")
                        .flatMap(
                                stream ->
                                        archive.fragments(stream)
                                                .map(
                                                        f ->
                                                                archive.generatedFrames(
                                                                                stream,
                                                                                f.fragmentNumber())
                                                                        .get(0)
                                                                        .payload()))
                        .toList();

        assertThat(first.get(0)).isNotEqualTo(first.get(1));
        assertThat(first.get(0)).isNotEqualTo(first.get(2));
        assertThat(first.get(1)).isNotEqualTo(first.get(2));
    }

    @Test
    void refusesImpossibleDescriptions() {
        assertThatThrownBy(() -> GeneratedStream.builder("x").setFragmentCount(-1).build())
                .hasMessageContaining("-1 fragments");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setFragmentDuration(Duration.ofSeconds(40))
                                        .build())
                .hasMessageContaining("16 bits");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setFragmentDuration(Duration.ofNanos(1_500_000))
                                        .build())
                .hasMessageContaining("whole milliseconds");
        assertThatThrownBy(
                        () -> GeneratedStream.builder("x").setFragmentCount(Long.MAX_VALUE).build())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setStart(Instant.ofEpochSecond(-1))
                                        .build())
                .hasMessageContaining("A start before 1970");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setStart(Instant.ofEpochSecond(1))
                                        .setUploadDelay(Duration.ofMillis(-1001))
                                        .build())
                .hasMessageContaining("the server's time is before 1970");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setVisibleAfter(Duration.ofMillis(-1))
                                        .build())
                .hasMessageContaining("must not be negative");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setVisibleAfter(Duration.ofNanos(1))
                                        .build())
                .hasMessageContaining("whole milliseconds");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setUploadDelay(Duration.ofNanos(1))
                                        .build())
                .hasMessageContaining("whole milliseconds");
        assertThatThrownBy(
                        () ->
                                GeneratedStream.builder("x")
                                        .setFragmentCount(2)
                                        .setFragmentDuration(Duration.ofMillis(1500))
                                        .setTracks(
                                                GeneratedTrack.text(
                                                        1, Collections.nCopies(4, new byte[1])))
                                        .build())
                .hasMessage(
                        "Track text has 4 payloads, but 2 fragments of PT1.5S have only 3 frames of"
                                + " it");
        assertThatThrownBy(() -> GeneratedTrack.video(15, 10, 5))
                .hasMessageContaining("frames of 10 to 5 bytes");
    }

    private static GeneratedStream.Builder threeTracks() {
        return GeneratedStream.builder("camera")
                .setStart(START)
                .setTracks(
                        GeneratedTrack.video(15, 100, 5000),
                        GeneratedTrack.audio(46.875, 64, 64),
                        GeneratedTrack.text(1, 0, 40));
    }

    private ReadDocument read(StoredFragment fragment) throws IOException {
        byte[] bytes = archive.readFragment("camera", fragment.fragmentNumber());
        assertThat(bytes).hasSize((int) fragment.size());
        return ReadDocument.read(bytes);
    }
}
