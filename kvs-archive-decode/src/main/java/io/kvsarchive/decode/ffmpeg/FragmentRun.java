/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode.ffmpeg;

import io.kvsarchive.decode.ffmpeg.Decoder.Received;
import io.kvsarchive.media.Frame;
import java.util.BitSet;
import java.util.List;

/** The decoding of one track of one fragment. Frames are known by their places in the list. */
final class FragmentRun {

    private final List<Frame> frames;
    private final BitSet wanted;
    private final TrackFormat format;
    private final Decoder decoder;
    private final TrackDecoder.Output output;

    private final BitSet waitedFor;
    private final BitSet damaged = new BitSet();
    private final BitSet withheld = new BitSet();
    private int unsupported;
    private boolean hasLeftTraces;

    FragmentRun(
            List<Frame> frames,
            BitSet wanted,
            TrackFormat format,
            Decoder decoder,
            TrackDecoder.Output output) {
        this.frames = frames;
        this.wanted = wanted;
        this.format = format;
        this.decoder = decoder;
        this.output = output;
        this.waitedFor = (BitSet) wanted.clone();
        // Some producers mark no frame at all.
        if (frames.stream().anyMatch(Frame::isKeyFrame)) {
            withholdFrom(0);
        }
    }

    /** Decodes the frames as one sequence, as far as any is waited for. */
    FragmentRun decodeTogether() {
        for (int i = 0; i < frames.size() && !waitedFor.isEmpty(); i++) {
            decoder.skipUnreferenced(!wanted.get(i));
            send(i);
        }
        if (!waitedFor.isEmpty()) {
            decoder.drain();
            receiveAll(frames.size());
        }
        return this;
    }

    /** Decodes each frame as a sequence of its own. */
    FragmentRun decodeEach() {
        decoder.skipUnreferenced(false);
        for (int i = 0; i < frames.size(); i++) {
            send(i);
            decoder.drain();
            receiveAll(i);
            decoder.reset();
        }
        return this;
    }

    private void send(int i) {
        Frame frame = frames.get(i);
        if (format.packaging().isMissingBefore(frame)) {
            withholdFrom(i);
        }
        if (withheld.get(i)) {
            return;
        }
        hasLeftTraces |= format.packaging().leavesTraces(frame.payload());
        if (!decoder.send(format.packaging().packet(frame.payload()), i)) {
            damage(i);
        }
        receiveAll(i);
    }

    /**
     * Takes what has come.
     *
     * @param sent the place of what was sent last
     */
    private void receiveAll(int sent) {
        Received received = decoder.receive();
        while (received != Received.NOTHING) {
            if (received == Received.ERROR) {
                damage(sent);
            } else {
                take((int) decoder.number());
            }
            received = decoder.receive();
        }
    }

    private void take(int i) {
        if (!decoder.isWhole()) {
            damage(i);
        }
        if (waitedFor.get(i) && !withheld.get(i)) {
            waitedFor.clear(i);
            if (!output.accept(frames.get(i), decoder)) {
                unsupported++;
            }
        }
    }

    private void damage(int i) {
        damaged.set(i);
        waitedFor.clear(i);
        withholdFrom(i + 1);
    }

    /** What refers to what isn't there would show it, until the next key frame. */
    private void withholdFrom(int start) {
        if (format.predicts()) {
            int end = start;
            while (end < frames.size() && !frames.get(end).isKeyFrame()) {
                end++;
            }
            withheld.set(start, end);
        }
    }

    int unsupported() {
        return unsupported;
    }

    int damaged() {
        return damaged.cardinality();
    }

    int incomplete() {
        return waitedFor.cardinality();
    }

    boolean hasLeftTraces() {
        return hasLeftTraces;
    }
}
