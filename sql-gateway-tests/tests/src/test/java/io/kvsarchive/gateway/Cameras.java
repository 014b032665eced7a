/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.gateway;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.StoredFragment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What two cameras have recorded: one with two pauses and what a thermometer tells, one that begins
 * a little later and has none.
 */
final class Cameras implements AutoCloseable {

    static final String GATE = "gate";
    static final String YARD = "yard";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final LocalKvsArchive archive = LocalKvsArchive.start();

    Cameras() {
        archive.addGeneratedStream(
                GeneratedStream.builder(GATE)
                        .setStart(START)
                        .setFragmentDuration(Duration.ofSeconds(2))
                        .setFragmentCount(60)
                        .setGap(20, Duration.ofMinutes(1))
                        .setTracks(
                                GeneratedTrack.video(5, 20, 200),
                                GeneratedTrack.text(1, telemetry()))
                        .setTagAfter("place", GeneratedStream.INDEX)
                        .build());
        archive.addGeneratedStream(
                GeneratedStream.builder(YARD)
                        .setStart(START.plusMillis(700))
                        .setFragmentDuration(Duration.ofSeconds(2))
                        .setFragmentCount(60)
                        .setTracks(GeneratedTrack.video(5, 20, 200))
                        .build());
    }

    private static List<byte[]> telemetry() {
        return IntStream.range(0, 120)
                .mapToObj("{\"celsius\": %1$d.5, \"door\": \"door %1$d\"}"::formatted)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    LocalKvsArchive archive() {
        return archive;
    }

    /** A frame of the truth. */
    record Frame(StoredFragment fragment, int index, GeneratedFrame generated) {

        Instant time() {
            return fragment.producerTimestamp().plus(generated.offset());
        }

        boolean isVideo() {
            return generated.track() == 1;
        }

        int size() {
            return generated.payload().length;
        }
    }

    Stream<Frame> frames(String camera) {
        return fragments(camera).flatMap(fragment -> frames(camera, fragment));
    }

    private Stream<Frame> frames(String camera, StoredFragment fragment) {
        List<GeneratedFrame> frames = archive.generatedFrames(camera, fragment.fragmentNumber());
        return IntStream.range(0, frames.size())
                .mapToObj(index -> new Frame(fragment, index, frames.get(index)));
    }

    Stream<StoredFragment> fragments(String camera) {
        return archive.fragments(camera);
    }

    /** The tag of a fragment of the gate. */
    String placeOf(StoredFragment fragment) {
        return Long.toString(
                fragments(GATE)
                        .takeWhile(
                                other -> !other.fragmentNumber().equals(fragment.fragmentNumber()))
                        .count());
    }

    /** A time as SQL casts it to text. */
    static String sqlTime(Instant time) {
        return SQL_TIME.format(time);
    }

    @Override
    public void close() {
        archive.close();
    }
}
