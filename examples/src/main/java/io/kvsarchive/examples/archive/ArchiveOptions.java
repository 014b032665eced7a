/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.service.FragmentSelectorType;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The arguments of all commands that read streams of the user's own by the source. */
public final class ArchiveOptions {

    /** The names of selectors on the command line. */
    enum Selector {
        PRODUCER(FragmentSelectorType.PRODUCER_TIMESTAMP),
        SERVER(FragmentSelectorType.SERVER_TIMESTAMP);

        private final FragmentSelectorType type;

        Selector(FragmentSelectorType type) {
            this.type = type;
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin private StreamOptions streams;

    @Option(
            names = "--selector",
            paramLabel = "producer|server",
            defaultValue = "producer",
            description = "Which of a fragment's times the range is about.")
    private Selector selector;

    @Option(
            names = "--quota-share",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            description =
                    "The share of the service's quotas to use, above 0 and at most 1. All consumers"
                            + " of a stream share them. By default 0.8.")
    private Double quotaShare = KvsArchiveSourceOptions.QUOTA_SHARE.defaultValue();

    @Option(
            names = "--order",
            paramLabel = "parallel|ordered",
            defaultValue = "parallel",
            description =
                    "Whether several readers read a stream at a time, or one reads it in the order"
                            + " of time.")
    private ReadOrder order;

    @Option(
            names = "--every",
            paramLabel = "TIME|N",
            converter = Sampling.Converter.class,
            description =
                    "Read one fragment in so much time, such as 10s, or one in so many, such as 30."
                            + " Others are not paid for.")
    private Sampling sampling = Sampling.ALL;

    @Option(
            names = "--tracks",
            paramLabel = "TRACK,...",
            converter = TrackList.Converter.class,
            description =
                    "Only frames of these tracks, by name or number. Whole fragments are paid for"
                            + " all the same.")
    private TrackList tracks = new TrackList(List.of());

    @Option(
            names = "--key-frames-only",
            description =
                    "Only frames that can be decoded on their own. Whole fragments are paid for all"
                            + " the same.")
    private boolean readsKeyFramesOnly;

    @Option(
            names = "--on-lost-fragment",
            paramLabel = "fail|skip",
            defaultValue = "fail",
            description =
                    "What to do about a fragment that is listed and can't be had: fail, or go on"
                            + " without it.")
    private LostFragmentPolicy onLostFragment;

    @Option(
            names = "--on-broken-stream",
            paramLabel = "fail|skip",
            defaultValue = "fail",
            description =
                    "What to do about a stream that doesn't exist or can't be listed: fail, or go"
                            + " on without it.")
    private BrokenStreamPolicy onBrokenStream;

    /**
     * What the arguments ask for.
     *
     * @throws ParameterException if no streams are given
     * @throws IllegalArgumentException if a value is not allowed
     */
    public ArchiveRequest request() {
        ArchiveRequest request = streams.request();
        if (!request.namesStreams()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Missing required option: '--stream=NAME' or '--stream-prefix=PREFIX'");
        }
        if (!(quotaShare > 0 && quotaShare <= 1)) {
            throw new IllegalArgumentException(
                    "--quota-share is " + quotaShare + "; it must be above 0 and at most 1");
        }
        return new ArchiveRequest(
                request.streams(),
                request.streamPrefix(),
                request.start(),
                request.end(),
                selector.type,
                sampling,
                sourceOptions(request.options()),
                request.parallelism());
    }

    private Configuration sourceOptions(Configuration access) {
        Configuration options = new Configuration(access);
        options.set(KvsArchiveSourceOptions.ON_LOST_FRAGMENT, onLostFragment);
        options.set(KvsArchiveSourceOptions.ON_BROKEN_STREAM, onBrokenStream);
        options.set(KvsArchiveSourceOptions.QUOTA_SHARE, quotaShare);
        options.set(KvsArchiveSourceOptions.READ_ORDER, order);
        options.set(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY, readsKeyFramesOnly);
        if (!tracks.tracks().isEmpty()) {
            options.set(KvsArchiveSourceOptions.FRAME_TRACKS, tracks.tracks());
        }
        return options;
    }

    /** Says what a share looks like. */
    static final class ShareConverter implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a share above 0 and at most 1, such as 0.8");
            }
        }
    }
}
