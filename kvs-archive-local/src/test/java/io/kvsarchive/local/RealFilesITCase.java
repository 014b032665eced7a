/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that muxers wrote, with ffprobe as the judge: each packet of the file must be in exactly
 * one fragment, with its time, its key frame flag and its bytes.
 */
class RealFilesITCase {

    private static final String PICTURES = "testsrc2=size=160x90:rate=25:duration=7";
    private static final String TONE = "sine=frequency=440:duration=7";

    private static final String TWO_TRACKS = "-c:v libx264 -preset superfast -g 50 -bf 2 -c:a aac";

    @TempDir private static Path encoded;
    @TempDir private Path folder;
    private Tool ffmpeg;
    private Tool ffprobe;

    @BeforeEach
    void findTools() {
        ffmpeg = Tool.installed("ffmpeg");
        ffprobe = Tool.installed("ffprobe");
    }

    @ParameterizedTest
    @CsvSource({
        TWO_TRACKS + ", 4",
        "-c:v libx264 -g 20 -bf 0 -c:a aac -live 1, 5",
        "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=50:bframes=3 -c:a aac,"
                + " 4",
        "-vn -c:a aac, 4",
        "-an -c:v libx264 -g 1000 -bf 2, 1"
    })
    void servesWhatFfmpegWrote(String options, int fragments) throws Exception {
        assertThat(comparePackets(encode(options))).isEqualTo(fragments);
    }

    /** The muxer laces audio unless told otherwise. */
    @ParameterizedTest
    @CsvSource({
        "'', 4",
        "--engage no_simpleblocks, 4",
        "--timestamp-scale 100000, 4",
        "--disable-lacing --clusters-in-meta-seek, 4",
        "--cluster-length 500ms, 4"
    })
    void servesWhatMkvmergeWrote(String options, int fragments) throws Exception {
        Tool mkvmerge = Tool.installed("mkvmerge");
        Path note = Files.writeString(folder.resolve("note.txt"), "an attachment");
        List<String> arguments = new ArrayList<>(List.of("-q", "-o", "merged.mkv"));
        Stream.of(options.split(" ")).filter(part -> !part.isEmpty()).forEach(arguments::add);
        arguments.addAll(List.of("--attach-file", note.toString()));
        arguments.add(encode(TWO_TRACKS).toString());
        mkvmerge.output(folder, arguments.toArray(String[]::new));

        assertThat(comparePackets(folder.resolve("merged.mkv"))).isEqualTo(fragments);
    }

    @Test
    void carriesSubtitlesOver() throws Exception {
        Files.writeString(
                folder.resolve("text.srt"),
                """
                1
                00:00:00,500 --> 00:00:02,000
                hello

                2
                00:00:05,250 --> 00:00:06,000
                world
                """);
        ffmpeg.output(
                folder,
                ("-loglevel error -f lavfi -i "
                                + PICTURES
                                + " -i text.srt -c:v libx264 -g 50 -c:s"
                                + " srt with-text.mkv")
                        .split(" "));

        assertThat(comparePackets(folder.resolve("with-text.mkv"))).isEqualTo(4);
    }

    @Test
    void servesASampleCamera() throws Exception {
        Path file = Path.of(SampleArchive.class.getResource("sample/parking-lot.mkv").toURI());

        assertThat(comparePackets(file)).isEqualTo(24);
    }

    @Test
    void givesMkvinfoNothingToComplainAbout() throws Exception {
        Tool mkvinfo = Tool.installed("mkvinfo");
        Path document = folder.resolve("document.mkv");
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);
            archive.addGeneratedStream(
                    GeneratedStream.builder("generated")
                            .setBlockStyle(GeneratedStream.BlockStyle.BLOCK_GROUP)
                            .setTagAfter("a", "b")
                            .build());
            for (String stream : archive.streamNames()) {
                String number =
                        archive.fragments(stream).findFirst().orElseThrow().fragmentNumber();
                Files.write(document, archive.readFragment(stream, number));
                assertThat(mkvinfo.output(folder, document.toString()))
                        .contains("AWS_KINESISVIDEO_FRAGMENT_NUMBER", number, "+ Cluster")
                        .doesNotContainIgnoringCase("error")
                        .doesNotContainIgnoringCase("unknown element");
            }
        }
    }

    private Path encode(String options) throws Exception {
        Path file = encoded.resolve(options.replaceAll("[^a-z0-9]+", "-") + ".mkv");
        if (Files.exists(file)) {
            return file;
        }
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-loglevel",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                PICTURES,
                                "-f",
                                "lavfi"));
        arguments.addAll(List.of("-i", TONE));
        arguments.addAll(Arrays.asList(options.split(" ")));
        arguments.add(file.toString());
        ffmpeg.output(folder, arguments.toArray(String[]::new));
        return file;
    }

    /**
     * Compares a file with its fragments.
     *
     * @return how many fragments there are
     */
    private int comparePackets(Path file) throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            archive.addMatroskaFile("camera", file, Instant.parse("2025-01-01T00:00:00Z"));
            List<String> served = new ArrayList<>();
            List<StoredFragment> fragments = archive.fragments("camera").toList();
            Path document = folder.resolve("fragment.mkv");
            for (StoredFragment fragment : fragments) {
                Files.write(document, archive.readFragment("camera", fragment.fragmentNumber()));
                served.addAll(packets(document));
            }
            List<String> source = packets(file);
            assertThat(source).hasSizeGreaterThan(20);
            // Where fragments are cut, ffprobe tells packets of two tracks in another order.
            assertThat(served.stream().sorted().toList())
                    .isEqualTo(source.stream().sorted().toList());
            return fragments.size();
        }
    }

    private List<String> packets(Path file) throws IOException, InterruptedException {
        String entries = "packet=stream_index,pts_time,size,flags,data_hash";
        return ffprobe.output(
                        folder,
                        "-v",
                        "error",
                        "-show_data_hash",
                        "crc32",
                        "-show_entries",
                        entries,
                        "-of",
                        "csv=print_section=0",
                        file.toString())
                .lines()
                .toList();
    }
}
