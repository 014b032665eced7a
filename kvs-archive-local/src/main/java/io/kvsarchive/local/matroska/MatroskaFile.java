/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary Matroska file, cut into fragments at the key frames of its first video track, or
 * about every two seconds where it has none.
 *
 * <p>A fragment also ends where the next block's time would not fit into the 16 bits that a block
 * has for it. What stands before the first Cluster is repeated in each fragment: the EBML header,
 * the tracks and the tags as they are, the Info as far as it is true of each fragment. Tags that
 * come after a Cluster follow that fragment's Cluster. Cues, chapters and attachments are left out.
 */
public final class MatroskaFile {

    private final Optional<Instant> date;
    private final List<FileFragment> fragments;

    private MatroskaFile(Optional<Instant> date, List<FileFragment> fragments) {
        this.date = date;
        this.fragments = List.copyOf(fragments);
    }

    /**
     * Reads through a file and notes where its blocks are.
     *
     * @param minFragment key frames that follow the beginning of a fragment sooner don't end it
     * @throws MalformedMatroskaException if the file is no Matroska file, is cut short, or has no
     *     frames
     */
    public static MatroskaFile index(MediaSource source, Duration minFragment) throws IOException {
        try (MediaReader media = source.open()) {
            Indexer indexer = new Indexer(source, media, minFragment);
            ElementScan.scan(media, 0, source.size(), ElementTree.SEGMENT, indexer);
            indexer.endFragment();
            if (indexer.fragments.isEmpty()) {
                throw new MalformedMatroskaException(
                        source.name(), source.size(), "the file ends without a frame");
            }
            return new MatroskaFile(indexer.info.date(), indexer.fragments);
        }
    }

    /** When the file was made, if it says so. */
    public Optional<Instant> date() {
        return date;
    }

    /** The fragments, in the order of the file. */
    public List<FileFragment> fragments() {
        return fragments;
    }

    private static final class Indexer implements ElementVisitor {

        private static final Duration FRAGMENT_WITHOUT_VIDEO = Duration.ofSeconds(2);
        private static final long MAX_NANOS = Duration.ofDays(36_525).toNanos();
        private static final int MAX_HEADER_BYTES = 16 << 20;

        private final MediaSource source;
        private final MediaReader media;
        private final Duration minFragment;
        private final List<FileFragment> fragments = new ArrayList<>();

        private byte @Nullable [] ebmlHeader;
        private SegmentInfo info =
                new SegmentInfo(SegmentInfo.DEFAULT_TIMECODE_SCALE, Optional.empty());
        private byte @Nullable [] tracks;
        private OptionalLong videoTrack = OptionalLong.empty();
        private final EbmlWriter tagsBefore = new EbmlWriter();
        private byte @Nullable [] header;

        private long clusterTime;
        private @Nullable BlockHead groupBlock;
        private boolean groupRefers;
        private BlockList blocks = new BlockList();
        private List<Piece.Range> tagsAfter = new ArrayList<>();

        private Indexer(MediaSource source, MediaReader media, Duration minFragment) {
            this.source = source;
            this.media = media;
            this.minFragment = minFragment;
        }

        @Override
        public void enter(Element element) throws IOException {
            if (element.id() == ElementId.CLUSTER && header == null) {
                header = headerBefore(element);
            } else if (element.id() == ElementId.BLOCK_GROUP) {
                groupBlock = null;
                groupRefers = false;
            }
        }

        private byte[] headerBefore(Element cluster) throws MalformedMatroskaException {
            if (ebmlHeader == null || tracks == null) {
                throw new MalformedMatroskaException(
                        media.name(), cluster.start(), "a Cluster before EBML header and Tracks");
            }
            return new EbmlWriter()
                    .raw(ebmlHeader)
                    .headOfUnknownSize(ElementId.SEGMENT)
                    .master(
                            ElementId.INFO,
                            out ->
                                    out.unsigned(ElementId.TIMECODE_SCALE, info.timecodeScale())
                                            .text(ElementId.MUXING_APP, "kvs-archive-local")
                                            .text(ElementId.WRITING_APP, "kvs-archive-local"))
                    .raw(tracks)
                    .raw(tagsBefore.toBytes())
                    .toBytes();
        }

        @Override
        public void leaf(Element element) throws IOException {
            int id = element.id();
            if (id == ElementId.SIMPLE_BLOCK) {
                BlockHead head = BlockHead.read(media, element);
                addBlock(element, head, head.hasKeyFlag());
            } else if (id == ElementId.BLOCK) {
                groupBlock = BlockHead.read(media, element);
            } else if (id == ElementId.REFERENCE_BLOCK) {
                groupRefers = true;
            } else if (id == ElementId.TIMECODE) {
                clusterTime = ElementData.unsigned(media, element);
            } else if (id == ElementId.EBML) {
                requireFirst(element);
                ebmlHeader = bytesOf(element);
            } else if (id == ElementId.INFO) {
                info = SegmentInfo.read(media, element);
            } else if (id == ElementId.TRACKS) {
                tracks = bytesOf(element);
                videoTrack = VideoTracks.firstOf(media, element);
            } else if (id == ElementId.TAGS) {
                addTags(element);
            }
        }

        private void requireFirst(Element ebml) throws MalformedMatroskaException {
            if (ebmlHeader != null) {
                throw new MalformedMatroskaException(
                        media.name(),
                        ebml.start(),
                        "a second EBML header; only recorded bodies may have several");
            }
        }

        private void addTags(Element element) throws IOException {
            if (header == null) {
                tagsBefore.raw(bytesOf(element));
            } else {
                tagsAfter.add(new Piece.Range(element.start(), element.end() - element.start()));
            }
        }

        private byte[] bytesOf(Element element) throws IOException {
            long size = element.end() - element.start();
            if (size > MAX_HEADER_BYTES) {
                throw new MalformedMatroskaException(
                        media.name(), element.start(), "a header or tags of " + size + " bytes");
            }
            return media.bytes(element.start(), (int) size);
        }

        @Override
        public void leave(Element element, long end) throws IOException {
            if (element.id() == ElementId.BLOCK_GROUP && groupBlock != null) {
                if (!element.hasKnownSize()) {
                    throw new MalformedMatroskaException(
                            media.name(), element.start(), "a BlockGroup of unknown size");
                }
                // A block that refers to no other is a key frame: it has no flag of its own.
                addBlock(element, groupBlock, !groupRefers);
            }
        }

        private void addBlock(Element element, BlockHead head, boolean isKeyFrame)
                throws MalformedMatroskaException {
            if (header == null) {
                throw new MalformedMatroskaException(
                        media.name(), element.start(), "a block before the first Cluster");
            }
            long ticks = clusterTime + head.time();
            requirePlausible(element, ticks);
            if (!blocks.isEmpty()
                    && (endsBefore(head, ticks, isKeyFrame) || !blocks.hasRoomFor(ticks))) {
                endFragment();
            }
            blocks.add(element, (int) (head.timeAt() - element.start()), ticks);
        }

        /** Later arithmetic on times and sizes relies on this. */
        private void requirePlausible(Element element, long ticks)
                throws MalformedMatroskaException {
            if (clusterTime < 0 || ticks > MAX_NANOS / info.timecodeScale()) {
                throw new MalformedMatroskaException(
                        media.name(), element.start(), "a block more than a century in");
            }
            if (element.end() - element.start() > Integer.MAX_VALUE) {
                throw new MalformedMatroskaException(
                        media.name(), element.start(), "a block of 2 GiB or more");
            }
        }

        private boolean endsBefore(BlockHead head, long ticks, boolean isKeyFrame) {
            long nanos = (ticks - blocks.firstTicks()) * info.timecodeScale();
            return videoTrack.isPresent()
                    ? isKeyFrame
                            && head.track() == videoTrack.getAsLong()
                            && nanos >= minFragment.toNanos()
                    : nanos >= FRAGMENT_WITHOUT_VIDEO.toNanos();
        }

        private void endFragment() {
            if (blocks.isEmpty()) {
                return;
            }
            blocks.trim();
            fragments.add(
                    new FileFragment(
                            source,
                            Objects.requireNonNull(header, "header"),
                            info.timecodeScale(),
                            blocks,
                            List.copyOf(tagsAfter)));
            blocks = new BlockList();
            tagsAfter = new ArrayList<>();
        }
    }
}
