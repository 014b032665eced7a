/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.archive;

import io.kvsarchive.local.GeneratedFrame;
import io.kvsarchive.local.GeneratedStream;
import io.kvsarchive.local.GeneratedStream.BlockStyle;
import io.kvsarchive.local.GeneratedStream.SizeStyle;
import io.kvsarchive.local.GeneratedTrack;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.matroska.DocumentWriter;
import io.kvsarchive.local.matroska.FragmentDocument;
import io.kvsarchive.local.matroska.Piece;
import io.kvsarchive.local.matroska.ServiceTags;
import io.kvsarchive.local.matroska.SimpleTag;
import io.kvsarchive.local.matroska.WrittenTrack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Fragments that are computed whenever they are asked for. Ranks are their indexes. */
final class GeneratedSession implements Session {

    private final GeneratedStream spec;
    private final long firstCounter;
    private final long numberSeed;
    private final List<FramePayloads> payloads = new ArrayList<>();
    private final long uploadDelay;
    private final DocumentWriter writer;

    GeneratedSession(
            GeneratedStream spec, long firstCounter, long numberSeed, Duration uploadDelay) {
        this.spec = spec;
        this.firstCounter = firstCounter;
        this.numberSeed = numberSeed;
        this.uploadDelay = spec.uploadDelay().orElse(uploadDelay).toMillis();
        long mediaSeed = Mixing.seed(spec.seed(), spec.name());
        List<WrittenTrack> tracks = new ArrayList<>();
        for (GeneratedTrack track : spec.tracks()) {
            int number = tracks.size() + 1;
            tracks.add(
                    new WrittenTrack(
                            number,
                            Mixing.mix(mediaSeed, -number),
                            WrittenTrack.Kind.valueOf(track.kind().name()),
                            track.name(),
                            track.framePeriod()));
            payloads.add(FramePayloads.of(track.payloads(), mediaSeed + number));
        }
        this.writer =
                new DocumentWriter(
                        tracks,
                        spec.timecodeScale(),
                        spec.segmentSize() == SizeStyle.KNOWN,
                        spec.clusterSize() == SizeStyle.KNOWN,
                        spec.blockStyle() == BlockStyle.BLOCK_GROUP);
    }

    @Override
    public long visible(long asOf) {
        return spec.visibleAfter()
                .map(after -> after.plus(spec.fragmentDuration()).toMillis())
                .map(lag -> countBefore(Clock.SERVER, asOf - lag + 1))
                .orElse(spec.fragmentCount());
    }

    @Override
    public long countBefore(Clock clock, long millis) {
        long low = 0;
        long high = spec.fragmentCount();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (startOf(clock, middle) < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long startOf(Clock clock, long index) {
        long producer = spec.startOf(index).toEpochMilli();
        return clock == Clock.PRODUCER ? producer : producer + uploadDelay;
    }

    @Override
    public StoredFragment fragment(Clock clock, long index) {
        ServiceTags tags = tagsOf(index);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int track = 1; track <= spec.tracks().size(); track++) {
            long begin = firstFrame(track, index);
            long end = firstFrame(track, index + 1);
            if (begin < end) {
                first = Math.min(first, ticks(track, index, begin));
                last = Math.max(last, ticks(track, index, end - 1));
            }
        }
        long nanos = last < first ? 0 : (last - first) * spec.timecodeScale();
        return new StoredFragment(
                tags.fragmentNumber(),
                Instant.ofEpochMilli(tags.producerTimestamp()),
                Instant.ofEpochMilli(tags.serverTimestamp()),
                Duration.ofMillis(nanos / 1_000_000),
                sizeOf(index, tags));
    }

    private ServiceTags tagsOf(long index) {
        long server = startOf(Clock.SERVER, index);
        return new ServiceTags(
                FragmentNumber.of(firstCounter + index, server, numberSeed),
                server,
                startOf(Clock.PRODUCER, index));
    }

    private long sizeOf(long index, ServiceTags tags) {
        long blocks = 0;
        for (int track = 1; track <= spec.tracks().size(); track++) {
            long begin = firstFrame(track, index);
            long end = firstFrame(track, index + 1);
            for (long frame = begin; frame < end; frame++) {
                blocks +=
                        writer.blockSize(
                                isKeyFrame(track, frame == begin), payloadsOf(track).sizeOf(frame));
            }
        }
        byte[] tail = tail(index);
        return head(index, tags, blocks, tail.length).length + blocks + tail.length;
    }

    private byte[] head(long index, ServiceTags tags, long blocksSize, int tailSize) {
        long nanos =
                spec.hasRelativeTimecodes()
                        ? (tags.producerTimestamp() - spec.start().toEpochMilli()) * 1_000_000
                        : tags.producerTimestamp() * 1_000_000;
        return writer.head(
                simpleTags(spec.tagsBefore(index)),
                tags,
                nanos / spec.timecodeScale(),
                blocksSize,
                tailSize);
    }

    private byte[] tail(long index) {
        return DocumentWriter.tail(simpleTags(spec.tagsAfter(index)));
    }

    private static List<SimpleTag> simpleTags(Map<String, String> tags) {
        List<SimpleTag> result = new ArrayList<>();
        tags.forEach((name, value) -> result.add(new SimpleTag(name, value)));
        return result;
    }

    /** The number, counted from the start of the media, of a track's first frame in a fragment. */
    private long firstFrame(int track, long index) {
        long period = periodOf(track);
        long first = Math.floorDiv(index * spec.fragmentDuration().toNanos() + period - 1, period);
        return Math.min(first, payloadsOf(track).count());
    }

    private FramePayloads payloadsOf(int track) {
        return payloads.get(track - 1);
    }

    private long periodOf(int track) {
        return spec.tracks().get(track - 1).framePeriod().toNanos();
    }

    private long ticks(int track, long index, long frame) {
        long offset = frame * periodOf(track) - index * spec.fragmentDuration().toNanos();
        return offset / spec.timecodeScale();
    }

    private boolean isKeyFrame(int track, boolean isFirstOfFragment) {
        return isFirstOfFragment
                || spec.tracks().get(track - 1).kind() != GeneratedTrack.Kind.VIDEO;
    }

    @Override
    public OptionalLong find(String number) {
        long index = FragmentNumber.counterOf(number) - firstCounter;
        return index >= 0
                        && index < spec.fragmentCount()
                        && tagsOf(index).fragmentNumber().equals(number)
                ? OptionalLong.of(index)
                : OptionalLong.empty();
    }

    @Override
    public FragmentDocument open(long index) {
        ServiceTags tags = tagsOf(index);
        List<Frame> frames = framesOf(index);
        long blocks =
                frames.stream()
                        .mapToLong(frame -> writer.blockSize(frame.isKeyFrame, sizeOf(frame)))
                        .sum();
        byte[] tail = tail(index);
        byte[] head = head(index, tags, blocks, tail.length);
        Stream<Piece> pieces =
                Stream.of(
                                Stream.of(new Piece.Bytes(head)),
                                frames.stream().flatMap(this::piecesOf),
                                Stream.of(new Piece.Bytes(tail)))
                        .flatMap(part -> part);
        return new FragmentDocument(pieces.iterator());
    }

    private Stream<Piece> piecesOf(Frame frame) {
        byte[] head = writer.blockHead(frame.track, frame.ticks, frame.isKeyFrame, sizeOf(frame));
        return Stream.of(new Piece.Bytes(head), payloadsOf(frame.track).of(frame.number));
    }

    private int sizeOf(Frame frame) {
        return payloadsOf(frame.track).sizeOf(frame.number);
    }

    @Override
    public Optional<List<GeneratedFrame>> generatedFrames(long index) {
        return Optional.of(framesOf(index).stream().map(this::generatedFrame).toList());
    }

    private GeneratedFrame generatedFrame(Frame frame) {
        return new GeneratedFrame(
                frame.track,
                Duration.ofNanos(frame.ticks * spec.timecodeScale()),
                frame.isKeyFrame,
                payloadsOf(frame.track).bytesOf(frame.number));
    }

    private List<Frame> framesOf(long index) {
        List<Frame> frames = new ArrayList<>();
        for (int track = 1; track <= spec.tracks().size(); track++) {
            long begin = firstFrame(track, index);
            long end = firstFrame(track, index + 1);
            for (long frame = begin; frame < end; frame++) {
                frames.add(
                        new Frame(
                                track,
                                frame,
                                (int) ticks(track, index, frame),
                                isKeyFrame(track, frame == begin)));
            }
        }
        frames.sort(Comparator.comparingInt(Frame::ticks));
        return frames;
    }

    @Override
    public long lastCounter() {
        return firstCounter + Math.max(0, spec.fragmentCount() - 1);
    }

    /**
     * @param number counted from the start of the media
     */
    private record Frame(int track, long number, int ticks, boolean isKeyFrame) {}
}
