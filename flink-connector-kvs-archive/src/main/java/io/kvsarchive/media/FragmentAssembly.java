/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.MalformedMediaException.cutShort;
import static io.kvsarchive.media.MalformedMediaException.malformed;
import static io.kvsarchive.media.MalformedMediaException.overLimit;

import io.kvsarchive.media.FragmentResult.InBandError;
import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fragment while its elements are being read. */
final class FragmentAssembly {

    private final long start;
    private final ParserLimits limits;
    private final FragmentTags tags = new FragmentTags();
    private final List<Frame> frames = new ArrayList<>();

    private long headerBytes;
    private boolean hasCluster;
    private TrackTable tracks = TrackTable.EMPTY;
    private long timecodeScale;

    /** From the Cluster's start on, and so before there are frames, what the tags say. */
    private Instant producerTimestamp = Instant.EPOCH;

    /** How many frames were seen, and the nanoseconds from the fragment's start to them. */
    private int frameCount;

    private long firstOffset = Long.MAX_VALUE;
    private long lastOffset = Long.MIN_VALUE;

    FragmentAssembly(long start, ParserLimits limits) {
        this.start = start;
        this.limits = limits;
    }

    /** The fragment's number, or null as long as it isn't known. */
    @Nullable String number() {
        return tags.number();
    }

    boolean hasCluster() {
        return hasCluster;
    }

    /** Whether the service says that it can't deliver the fragment. */
    boolean hasFailed() {
        return tags.reportsError();
    }

    /** Whether a Tags element begins the next fragment, rather than belongs to this one. */
    boolean endsBefore(FragmentTags element) {
        String named = element.number();
        boolean isSameNumber = named != null && named.equals(number());
        if (hasCluster) {
            // An error that names this fragment takes back what was sent of it.
            return element.describesFragment() && !(isSameNumber && element.reportsError());
        }
        return named != null && !isSameNumber && (number() != null || hasFailed());
    }

    /** Counts an Info, Tracks or Tags element: what they say is held in memory. */
    void addHeader(int id, long position, long end) throws MalformedMediaException {
        headerBytes += end - position;
        if (headerBytes > limits.maxHeaderBytes()) {
            throw overLimit(
                    position,
                    "%s would take the fragment's headers to %s bytes, the limit is %s"
                            .formatted(ElementIds.name(id), headerBytes, limits.maxHeaderBytes()));
        }
    }

    void addTags(FragmentTags element, long position) throws MalformedMediaException {
        try {
            tags.addAll(element);
        } catch (IllegalArgumentException e) {
            throw malformed(position, "Tags contradict those before: " + e.getMessage());
        }
        if (tags.producerTags().size() > limits.maxTags()) {
            throw overLimit(
                    position, "The fragment has more tags than the limit, " + limits.maxTags());
        }
    }

    /** Starts the fragment's Cluster, with the tracks and the scale that hold for it. */
    void startCluster(TrackTable clusterTracks, long clusterTimecodeScale, long position)
            throws MalformedMediaException {
        if (!hasFailed() && (number() == null || hasCluster)) {
            throw malformed(position, "Expected a fragment number in Tags before the Cluster");
        }
        hasCluster = true;
        tracks = clusterTracks;
        timecodeScale = clusterTimecodeScale;
        if (!hasFailed()) {
            producerTimestamp = requireProducerTimestamp(position, true);
            requireServerTimestamp(position, true);
        }
    }

    TrackTable.Entry track(long number, long position) throws MalformedMediaException {
        TrackTable.Entry track = tracks.find(number);
        if (track == null) {
            throw unknownTrack(number, position);
        }
        return track;
    }

    private static MalformedMediaException unknownTrack(long number, long position) {
        return malformed(
                position,
                "A block refers to track %s, which Tracks doesn't describe"
                        .formatted(Long.toUnsignedString(number)));
    }

    void requireRoomFor(int moreFrames, long position) throws MalformedMediaException {
        if (moreFrames > limits.maxFrames() - frameCount) {
            throw overLimit(
                    position, "The fragment has more frames than the limit, " + limits.maxFrames());
        }
    }

    /**
     * Counts a frame, whether it is kept or not.
     *
     * @param blockTime the block's offset, in units of the TimecodeScale
     * @param lag how many nanoseconds the frame comes after its block's
     * @param position of the block, for messages
     * @return how many nanoseconds the frame comes after the fragment's start
     */
    long passFrame(int blockTime, long lag, long position) throws MalformedMediaException {
        long offset = offset(blockTime, lag, position);
        firstOffset = Math.min(firstOffset, offset);
        lastOffset = Math.max(lastOffset, offset);
        frameCount++;
        return offset;
    }

    /** Keeps the frame that was counted last. */
    void keepFrame(Track track, long offset, boolean isKeyFrame, byte[] payload) {
        frames.add(new Frame(frameCount - 1, track, timestamp(offset), isKeyFrame, payload));
    }

    private long offset(int blockTime, long lag, long position) throws MalformedMediaException {
        try {
            return Math.addExact(Math.multiplyExact(timecodeScale, blockTime), lag);
        } catch (ArithmeticException e) {
            throw outOfRange(blockTime, position);
        }
    }

    private MalformedMediaException outOfRange(int blockTime, long position) {
        return malformed(
                position,
                "A frame's timestamp is out of range: block time %s at a TimecodeScale of %s"
                        .formatted(blockTime, timecodeScale));
    }

    /** All nanoseconds of a long, which are 292 years, are in range for whatever tags may say. */
    private Instant timestamp(long offset) {
        return producerTimestamp.plusNanos(offset);
    }

    private Optional<FrameTimes> frameTimes() {
        return frameCount == 0
                ? Optional.empty()
                : Optional.of(new FrameTimes(timestamp(firstOffset), timestamp(lastOffset)));
    }

    /**
     * What came of the fragment; empty if nothing named one.
     *
     * @param isProven whether what follows proves that the fragment ends here
     * @param segmentTracks the tracks of a fragment that has no Cluster
     * @param documents makes the fragment's document
     */
    Optional<FragmentResult> finish(
            boolean isProven, long end, TrackTable segmentTracks, FragmentDocuments documents)
            throws MalformedMediaException {
        if (hasFailed()) {
            return Optional.of(
                    new InBandError(
                            Optional.ofNullable(number()), tags.errorCode(), tags.errorMessage()));
        }
        String number = number();
        if (number == null) {
            return Optional.empty();
        }
        FragmentMetadata metadata =
                new FragmentMetadata(
                        number,
                        requireProducerTimestamp(end, isProven),
                        requireServerTimestamp(end, isProven),
                        (hasCluster ? tracks : segmentTracks).tracks(),
                        tags.producerTags());
        Fragment fragment =
                new Fragment(metadata, frames, frameTimes(), end - start, documents.document(end));
        return Optional.of(isProven ? new Whole(fragment) : new OpenEnded(fragment));
    }

    private Instant requireProducerTimestamp(long position, boolean isHeadComplete)
            throws MalformedMediaException {
        return require(tags.producerTimestamp(), "producer", position, isHeadComplete);
    }

    private Instant requireServerTimestamp(long position, boolean isHeadComplete)
            throws MalformedMediaException {
        return require(tags.serverTimestamp(), "server", position, isHeadComplete);
    }

    private static Instant require(
            @Nullable Instant timestamp, String whose, long position, boolean isHeadComplete)
            throws MalformedMediaException {
        if (timestamp != null) {
            return timestamp;
        }
        throw isHeadComplete
                ? malformed(position, "Expected a " + whose + " timestamp in the fragment's Tags")
                : cutShort(position, "The body ends before the fragment's " + whose + " timestamp");
    }
}
