/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.media.TrackType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Media to decode, and what the ffmpeg program makes of them. */
public final class TestMedia {

    private static final Instant START = Instant.parse("2025-03-14T09:26:53.589Z");

    private final Path folder;

    /** Leaves files in that folder. */
    public TestMedia(Path folder) {
        this.folder = folder;
    }

    /**
     * A fragment, and the document that it was read from.
     *
     * @param fragment the fragment
     * @param document a Matroska document
     */
    public record Archived(Fragment fragment, byte[] document) {

        /** The frames of a track. */
        public List<Frame> frames(long track) {
            return fragment.frames().stream()
                    .filter(frame -> frame.track().number() == track)
                    .toList();
        }
    }

    /** A camera of the sample archive. */
    public static List<Archived> sample(String stream) {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);
            return fragments(archive, stream);
        }
    }

    /**
     * What ffmpeg makes, as fragments.
     *
     * @param arguments all but the output
     */
    public List<Archived> made(String... arguments) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".mkv");
        ffmpeg(file, arguments);
        return fragments(file);
    }

    /** A Matroska file, cut into fragments. */
    public static List<Archived> fragments(Path file) throws IOException {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addMatroskaFile("made", file, START);
            return fragments(archive, "made");
        }
    }

    /** A recorded body, fragment by fragment. */
    public static List<Archived> recorded(Path body) throws IOException {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addRecordedBody("recorded", body);
            return fragments(archive, "recorded");
        }
    }

    private static List<Archived> fragments(LocalKvsArchive archive, String stream) {
        return archive.fragments(stream)
                .map(StoredFragment::fragmentNumber)
                .map(
                        number -> {
                            try {
                                return parse(archive.readFragment(stream, number));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .toList();
    }

    private static Archived parse(byte[] document) throws IOException {
        Optional<FragmentResult> result =
                new FragmentParser(new ByteArrayInputStream(document), ParserLimits.DEFAULT).next();
        if (result.orElseThrow() instanceof FragmentResult.Whole whole) {
            return new Archived(whole.fragment(), document);
        }
        return new Archived(((FragmentResult.OpenEnded) result.orElseThrow()).fragment(), document);
    }

    /** What ffmpeg decodes of a fragment's document, as raw bytes. */
    public byte[] decoded(byte[] document, String... options) throws IOException {
        Path file = Files.createTempFile(folder, "fragment", ".mkv");
        Files.write(file, document);
        Path raw = Files.createTempFile(folder, "decoded", ".raw");
        List<String> arguments = new ArrayList<>(List.of("-i", file.toString()));
        arguments.addAll(List.of(options));
        ffmpeg(raw, arguments.toArray(String[]::new));
        return Files.readAllBytes(raw);
    }

    /** Tells bytes apart in a failure's message. */
    public static String fingerprint(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return bytes.length + " bytes, " + Long.toHexString(crc.getValue());
    }

    /** Fingerprints of the pictures that ffmpeg decodes of a fragment's document. */
    public List<String> pictures(byte[] document, int sizeOfPicture, String... options)
            throws IOException {
        byte[] all =
                decoded(
                        document,
                        Stream.concat(
                                        Stream.of("-map", "0:v:0", "-fps_mode", "passthrough"),
                                        Stream.concat(
                                                Stream.of(options), Stream.of("-f", "rawvideo")))
                                .toArray(String[]::new));
        List<String> pictures = new ArrayList<>();
        for (int i = 0; i < all.length; i += sizeOfPicture) {
            pictures.add(fingerprint(Arrays.copyOfRange(all, i, i + sizeOfPicture)));
        }
        return pictures;
    }

    /** When ffprobe says that a fragment's pictures are to be presented, in order. */
    public List<Instant> pictureTimes(Archived archived) throws IOException {
        Path file = Files.createTempFile(folder, "fragment", ".mkv");
        Files.write(file, archived.document());
        long firstInFile = Collections.min(probe("packet=pts", file));
        Instant first =
                archived.fragment().frames().stream()
                        .filter(frame -> frame.track().type() == TrackType.VIDEO)
                        .map(Frame::timestamp)
                        .min(Instant::compareTo)
                        .orElseThrow();
        return probe("frame=pts", file).stream()
                .map(time -> first.plus(Duration.ofMillis(time - firstInFile)))
                .toList();
    }

    private List<Long> probe(String entries, Path file) throws IOException {
        return Tool.ffprobe()
                .run(
                        folder,
                        List.of(
                                "-v",
                                "error",
                                "-select_streams",
                                "v:0",
                                "-show_entries",
                                entries,
                                "-of",
                                "csv=p=0",
                                file.toString()))
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> Long.valueOf(line.replace(",", "")))
                .toList();
    }

    private void ffmpeg(Path output, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-v", "error", "-y"));
        all.addAll(List.of(arguments));
        all.add(output.toString());
        Tool.ffmpeg().run(folder, all);
    }
}
