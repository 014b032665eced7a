/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.decode.ArchivedPicture;
import io.kvsarchive.decode.ArchivedSound;
import io.kvsarchive.decode.Picture;
import io.kvsarchive.decode.PictureSettings;
import io.kvsarchive.decode.PixelFormat;
import io.kvsarchive.decode.TestMedia;
import io.kvsarchive.decode.TestMedia.Archived;
import io.kvsarchive.decode.ffmpeg.PictureDecoder;
import io.kvsarchive.decode.ffmpeg.SoundDecoder;
import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.record.KvsArchiveFragmentDeserializationSchema;
import io.kvsarchive.flink.source.record.WholeFragment;
import io.kvsarchive.local.LocalKvsArchive;
import io.kvsarchive.local.SampleArchive;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** A job makes of the sample archive what the decoders make of it one by one. */
class DecodingJobITCase {

    private static final PictureSettings SETTINGS =
            PictureSettings.defaults()
                    .withFormat(PixelFormat.GRAY)
                    .withSizeWithin(64, 64)
                    .withPicturesPerSecond(3);

    @Test
    void makesPicturesAtTheirTimes() throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);

            List<String> lines =
                    collect(
                            fragments(archive)
                                    .process(new DecodePictures(SETTINGS))
                                    .rebalance()
                                    .process(new PictureLines()));

            List<String> expected = new ArrayList<>();
            for (String stream : List.of("front-door", "parking-lot")) {
                for (Archived archived : TestMedia.sample(stream)) {
                    try (PictureDecoder decoder =
                            new PictureDecoder(SETTINGS, (track, reason, frames, detail) -> {})) {
                        decoder.decode(
                                archived.frames(1),
                                picture ->
                                        expected.add(
                                                line(
                                                        new ArchivedPicture(
                                                                stream,
                                                                archived.fragment()
                                                                        .metadata()
                                                                        .fragmentNumber(),
                                                                1,
                                                                picture),
                                                        picture.timestamp().toEpochMilli())));
                    }
                }
            }
            assertThat(lines).containsExactlyInAnyOrderElementsOf(expected).hasSize(276);
        }
    }

    @Test
    void makesSoundAtItsTimes() throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);

            List<String> lines =
                    collect(
                            fragments(archive)
                                    .process(new DecodeSound())
                                    .rebalance()
                                    .process(new SoundLines()));

            List<String> expected = new ArrayList<>();
            try (SoundDecoder decoder = new SoundDecoder((track, reason, frames, detail) -> {})) {
                for (Archived archived : TestMedia.sample("front-door")) {
                    decoder.decode(
                            archived.frames(2),
                            sound ->
                                    expected.add(
                                            line(
                                                    new ArchivedSound(
                                                            "front-door",
                                                            archived.fragment()
                                                                    .metadata()
                                                                    .fragmentNumber(),
                                                            2,
                                                            sound),
                                                    sound.timestamp().toEpochMilli())));
                }
            }
            assertThat(lines)
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .hasSizeGreaterThan(2000);
        }
    }

    @Test
    void decodesTheTracksThatAreNamed() throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);

            assertThat(
                            collect(
                                    fragments(archive)
                                            .process(new DecodePictures(SETTINGS.withTracks(2L)))
                                            .process(new PictureLines())))
                    .isEmpty();
            assertThat(
                            collect(
                                    fragments(archive)
                                            .process(new DecodeSound(7L))
                                            .process(new SoundLines())))
                    .isEmpty();
        }
    }

    /** Nothing is late behind watermarks that pass as the source makes them. */
    @Test
    void letsTheSourcesWatermarksPass() throws Exception {
        try (LocalKvsArchive archive = LocalKvsArchive.start()) {
            SampleArchive.addTo(archive);

            List<String> lateness =
                    collect(
                            fragments(archive)
                                    .process(new DecodePictures(SETTINGS))
                                    .process(new Lateness()));

            assertThat(lateness).contains("in time, after a watermark").doesNotContain("late");
        }
    }

    private static DataStream<WholeFragment> fragments(LocalKvsArchive archive) {
        Configuration access = new Configuration();
        access.set(KvsArchiveSourceOptions.AWS_ENDPOINT, archive.endpoint().toString());
        access.set(KvsArchiveSourceOptions.AWS_REGION, archive.region());
        access.setString("aws.credentials.provider.basic.accesskeyid", "any");
        access.setString("aws.credentials.provider.basic.secretkey", "any");
        KvsArchiveSource<WholeFragment> source =
                KvsArchiveSource.forFragments(KvsArchiveFragmentDeserializationSchema.fragments())
                        .setOptions(access)
                        .setStreamPrefix("")
                        .setOption(KvsArchiveSourceOptions.WATERMARK_SOURCE, true)
                        .build();
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "archive");
    }

    private static List<String> collect(DataStream<String> lines) throws Exception {
        List<String> result = new ArrayList<>();
        lines.executeAndCollect().forEachRemaining(result::add);
        return result;
    }

    private static String line(ArchivedPicture archived, long eventTime) {
        Picture picture = archived.picture();
        return String.join(
                " ",
                archived.stream(),
                archived.fragmentNumber(),
                String.valueOf(archived.trackNumber()),
                picture.toString(),
                TestMedia.fingerprint(picture.pixels()),
                String.valueOf(eventTime));
    }

    private static String line(ArchivedSound archived, long eventTime) {
        return String.join(
                " ",
                archived.stream(),
                archived.fragmentNumber(),
                String.valueOf(archived.trackNumber()),
                archived.sound().toString(),
                String.valueOf(archived.sound().hashCode()),
                String.valueOf(eventTime));
    }

    private static final class PictureLines extends ProcessFunction<ArchivedPicture, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                ArchivedPicture picture, Context context, Collector<String> out) {
            out.collect(line(picture, context.timestamp()));
        }
    }

    private static final class SoundLines extends ProcessFunction<ArchivedSound, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(ArchivedSound sound, Context context, Collector<String> out) {
            out.collect(line(sound, context.timestamp()));
        }
    }

    private static final class Lateness extends ProcessFunction<ArchivedPicture, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                ArchivedPicture picture, Context context, Collector<String> out) {
            long watermark = context.timerService().currentWatermark();
            if (context.timestamp() <= watermark) {
                out.collect("late");
            } else if (watermark > 0) {
                out.collect("in time, after a watermark");
            }
        }
    }
}
