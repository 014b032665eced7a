/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes media that are made when they are asked for: any number of fragments, of any size,
 * without memory or disk for them. The same description always gives the same media.
 */
public final class GeneratedStream {

    /** How the size of a Segment or Cluster is written. */
    public enum SizeStyle {
        KNOWN,
        UNKNOWN
    }

    /** What frames are wrapped in. */
    public enum BlockStyle {
        SIMPLE_BLOCK,
        BLOCK_GROUP
    }

    /** In a tag's value, stands for the fragment's index. */
    public static final String INDEX = "{index}";

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String name;
    private final long seed;
    private final Instant start;
    private final Duration fragmentDuration;
    private final long fragmentCount;
    private final long gapEvery;
    private final Duration gap;
    private final @Nullable Duration uploadDelay;
    private final @Nullable Duration visibleAfter;
    private final List<GeneratedTrack> tracks;
    private final Map<String, String> tagsBefore;
    private final Map<String, String> tagsAfter;
    private final SizeStyle segmentSize;
    private final SizeStyle clusterSize;
    private final BlockStyle blockStyle;
    private final boolean hasRelativeTimecodes;
    private final long timecodeScale;

    private GeneratedStream(Builder builder) {
        this.name = builder.name;
        this.seed = builder.seed;
        this.start = builder.start;
        this.fragmentDuration = builder.fragmentDuration;
        this.fragmentCount = builder.fragmentCount;
        this.gapEvery = builder.gapEvery;
        this.gap = builder.gap;
        this.uploadDelay = builder.uploadDelay;
        this.visibleAfter = builder.visibleAfter;
        this.tracks =
                builder.tracks.isEmpty()
                        ? List.of(GeneratedTrack.video(15, 500, 4000))
                        : List.copyOf(builder.tracks);
        this.tagsBefore = new LinkedHashMap<>(builder.tagsBefore);
        this.tagsAfter = new LinkedHashMap<>(builder.tagsAfter);
        this.segmentSize = builder.segmentSize;
        this.clusterSize = builder.clusterSize;
        this.blockStyle = builder.blockStyle;
        this.hasRelativeTimecodes = builder.hasRelativeTimecodes;
        this.timecodeScale = builder.timecodeScale;
        requirePossible();
    }

    private void requirePossible() {
        if (start.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException("A start before 1970: " + start);
        }
        if (fragmentCount < 0 || fragmentDuration.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "%s fragments of %s, at least 0 of 1 ms"
                            .formatted(fragmentCount, fragmentDuration));
        }
        if (!isWholeMillis(fragmentDuration)
                || !isWholeMillis(gap)
                || !uploadDelay().map(GeneratedStream::isWholeMillis).orElse(true)
                || !visibleAfter().map(GeneratedStream::isWholeMillis).orElse(true)) {
            throw new IllegalArgumentException("Durations must be whole milliseconds");
        }
        if (gapEvery < 1 || gap.isNegative()) {
            throw new IllegalArgumentException("A gap of " + gap + " every " + gapEvery);
        }
        if (uploadDelay != null
                && Math.addExact(start.toEpochMilli(), uploadDelay.toMillis()) < 0) {
            throw new IllegalArgumentException(
                    "An upload delay of %s: the server's time is before 1970"
                            .formatted(uploadDelay));
        }
        if (visibleAfter != null && visibleAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "Visible after " + visibleAfter + ", must not be negative");
        }
        if (timecodeScale < 1 || fragmentDuration.toNanos() / timecodeScale > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    """
                    Ticks of %d ns: a block's time has 16 bits, not enough for a fragment of %s\
                    """
                            .formatted(timecodeScale, fragmentDuration));
        }
        Math.multiplyExact(fragmentCount, fragmentDuration.toNanos());
        Math.multiplyExact(fragmentCount / gapEvery, gap.toMillis());
        tracks.forEach(this::requireRoomForPayloads);
        if (visibleAfter != null) {
            Math.addExact(fragmentDuration.toMillis(), visibleAfter.toMillis());
        }
    }

    private void requireRoomForPayloads(GeneratedTrack track) {
        if (track.payloads() instanceof GeneratedTrack.Given given) {
            long lasts = fragmentCount * fragmentDuration.toNanos();
            long frames = Math.floorDiv(lasts - 1, track.framePeriod().toNanos()) + 1;
            if (given.ofFrames().size() > frames) {
                throw new IllegalArgumentException(
                        """
                        Track %s has %d payloads, but %d fragments of %s have only %d frames of it\
                        """
                                .formatted(
                                        track.name(),
                                        given.ofFrames().size(),
                                        fragmentCount,
                                        fragmentDuration,
                                        frames));
            }
        }
    }

    private static boolean isWholeMillis(Duration duration) {
        return duration.toNanosPart() % NANOS_PER_MILLI == 0;
    }

    /** Begins a description. One video track, 30 fragments of 2 seconds, unless said otherwise. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The stream to put the media into. */
    public String name() {
        return name;
    }

    public long seed() {
        return seed;
    }

    /** The first fragment's producer timestamp, whole milliseconds. */
    public Instant start() {
        return start;
    }

    public Duration fragmentDuration() {
        return fragmentDuration;
    }

    public long fragmentCount() {
        return fragmentCount;
    }

    /** The producer timestamp of the fragment at an index. */
    public Instant startOf(long index) {
        return start.plusMillis(
                index * fragmentDuration.toMillis() + index / gapEvery * gap.toMillis());
    }

    /** From producer to server timestamps; if empty, that of the archive. */
    public Optional<Duration> uploadDelay() {
        return Optional.ofNullable(uploadDelay);
    }

    /** How long after its end a fragment is visible; if empty, all are from the beginning. */
    public Optional<Duration> visibleAfter() {
        return Optional.ofNullable(visibleAfter);
    }

    public List<GeneratedTrack> tracks() {
        return tracks;
    }

    /** The producer's tags before the service's, for the fragment at an index. */
    public Map<String, String> tagsBefore(long index) {
        return withIndex(tagsBefore, index);
    }

    /** The fragment metadata after the Cluster, for the fragment at an index. */
    public Map<String, String> tagsAfter(long index) {
        return withIndex(tagsAfter, index);
    }

    private static Map<String, String> withIndex(Map<String, String> tags, long index) {
        Map<String, String> result = new LinkedHashMap<>();
        tags.forEach((tag, value) -> result.put(tag, value.replace(INDEX, Long.toString(index))));
        return result;
    }

    public SizeStyle segmentSize() {
        return segmentSize;
    }

    public SizeStyle clusterSize() {
        return clusterSize;
    }

    public BlockStyle blockStyle() {
        return blockStyle;
    }

    /** Whether Cluster times count from the start of the media rather than from the epoch. */
    public boolean hasRelativeTimecodes() {
        return hasRelativeTimecodes;
    }

    /** Nanoseconds in a tick. */
    public long timecodeScale() {
        return timecodeScale;
    }

    /** Collects a description. Not safe for use by several threads. */
    public static final class Builder {

        private static final int MAX_TRACKS = 126;

        private final String name;
        private long seed;
        private Instant start = Instant.parse("2025-01-01T00:00:00Z");
        private Duration fragmentDuration = Duration.ofSeconds(2);
        private long fragmentCount = 30;
        private long gapEvery = Long.MAX_VALUE;
        private Duration gap = Duration.ZERO;
        private @Nullable Duration uploadDelay;
        private @Nullable Duration visibleAfter;
        private List<GeneratedTrack> tracks = List.of();
        private final Map<String, String> tagsBefore = new LinkedHashMap<>();
        private final Map<String, String> tagsAfter = new LinkedHashMap<>();
        private SizeStyle segmentSize = SizeStyle.UNKNOWN;
        private SizeStyle clusterSize = SizeStyle.UNKNOWN;
        private BlockStyle blockStyle = BlockStyle.SIMPLE_BLOCK;
        private boolean hasRelativeTimecodes;
        private long timecodeScale = NANOS_PER_MILLI;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** Streams of different seeds have different payloads and frame sizes. */
        public Builder setSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /** The first fragment's producer timestamp; finer parts than milliseconds are cut. */
        public Builder setStart(Instant start) {
            this.start = Instant.ofEpochMilli(start.toEpochMilli());
            return this;
        }

        /** How long each fragment lasts, whole milliseconds. */
        public Builder setFragmentDuration(Duration duration) {
            this.fragmentDuration = Objects.requireNonNull(duration, "duration");
            return this;
        }

        public Builder setFragmentCount(long count) {
            this.fragmentCount = count;
            return this;
        }

        /** A hole in the recording after every so many fragments. */
        public Builder setGap(long everyFragments, Duration gap) {
            this.gapEvery = everyFragments;
            this.gap = Objects.requireNonNull(gap, "gap");
            return this;
        }

        /**
         * From producer to server timestamps, whole milliseconds; that of the archive if not set. A
         * long one is of media that were recorded long before they were sent, a negative one of a
         * producer whose clock is fast.
         */
        public Builder setUploadDelay(Duration delay) {
            this.uploadDelay = Objects.requireNonNull(delay, "delay");
            return this;
        }

        /**
         * Lets the media come as time goes by: a fragment is listed, and can be had, once the
         * archive's clock has reached the fragment's server timestamp plus its duration plus this.
         * Until then there is none of its number.
         *
         * @param visibleAfter whole milliseconds, 0 or more
         */
        public Builder setVisibleAfter(Duration visibleAfter) {
            this.visibleAfter = Objects.requireNonNull(visibleAfter, "visibleAfter");
            return this;
        }

        /** They are numbered from 1; one of video if not set. */
        public Builder setTracks(GeneratedTrack... tracks) {
            this.tracks = List.of(tracks);
            if (tracks.length > MAX_TRACKS) {
                throw new IllegalArgumentException("More than " + MAX_TRACKS + " tracks");
            }
            return this;
        }

        /** A tag that the producer wrote before each Cluster; {@link #INDEX} is filled in. */
        public Builder setTagBefore(String tag, String value) {
            tagsBefore.put(tag, value);
            return this;
        }

        /** Metadata of each fragment, after its Cluster; {@link #INDEX} is filled in. */
        public Builder setTagAfter(String tag, String value) {
            tagsAfter.put(tag, value);
            return this;
        }

        /** Unknown, as the service sends it, unless said otherwise. */
        public Builder setSegmentSize(SizeStyle style) {
            this.segmentSize = Objects.requireNonNull(style, "style");
            return this;
        }

        /** Unknown, as the producer SDK writes it, unless said otherwise. */
        public Builder setClusterSize(SizeStyle style) {
            this.clusterSize = Objects.requireNonNull(style, "style");
            return this;
        }

        /** SimpleBlocks, unless said otherwise. */
        public Builder setBlockStyle(BlockStyle style) {
            this.blockStyle = Objects.requireNonNull(style, "style");
            return this;
        }

        /**
         * Whether Cluster times count from the start of the media, as PutMedia's RELATIVE leaves
         * them; from the epoch if not set.
         */
        public Builder setRelativeTimecodes(boolean isRelative) {
            this.hasRelativeTimecodes = isRelative;
            return this;
        }

        /** Nanoseconds in a tick, a million unless said otherwise. */
        public Builder setTimecodeScale(long nanos) {
            this.timecodeScale = nanos;
            return this;
        }

        /**
         * Ends the description.
         *
         * @throws IllegalArgumentException if there can be no such media
         * @throws ArithmeticException if they would reach beyond what a clock can tell
         */
        public GeneratedStream build() {
            return new GeneratedStream(this);
        }
    }
}
