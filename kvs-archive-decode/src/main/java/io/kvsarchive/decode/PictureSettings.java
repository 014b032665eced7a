/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.decode;

import io.kvsarchive.media.PictureSize;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures are made, and how. Immutable; by default all pictures of all video tracks, in RGB
 * and in the size that they have.
 *
 * <pre>{@code
 * PictureSettings.defaults().withPicturesPerSecond(2).withSizeWithin(640, 640)
 * }</pre>
 */
@PublicEvolving
public final class PictureSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final PictureSettings DEFAULTS =
            new PictureSettings(
                    PixelFormat.RGB, PictureScale.NONE, Set.of(), false, null, List.of());

    private final PixelFormat format;
    private final PictureScale scale;
    private final Set<Long> tracks;
    private final boolean decodesKeyFramesOnly;
    private final @Nullable Duration interval;
    private final List<String> hardwareDecoders;

    private PictureSettings(
            PixelFormat format,
            PictureScale scale,
            Set<Long> tracks,
            boolean decodesKeyFramesOnly,
            @Nullable Duration interval,
            List<String> hardwareDecoders) {
        this.format = format;
        this.scale = scale;
        this.tracks = tracks;
        this.decodesKeyFramesOnly = decodesKeyFramesOnly;
        this.interval = interval;
        this.hardwareDecoders = hardwareDecoders;
    }

    /** All pictures of all video tracks, in RGB and in the size that they have. */
    public static PictureSettings defaults() {
        return DEFAULTS;
    }

    /** Makes pictures of that format. */
    public PictureSettings withFormat(PixelFormat format) {
        return new PictureSettings(
                format, scale, tracks, decodesKeyFramesOnly, interval, hardwareDecoders);
    }

    /** Makes all pictures that large, whatever their shape was. */
    public PictureSettings withSize(int width, int height) {
        return withScale(PictureScale.to(width, height));
    }

    /**
     * Makes pictures smaller where they are wider or higher than that, and keeps their shape. None
     * is made larger.
     */
    public PictureSettings withSizeWithin(int maxWidth, int maxHeight) {
        return withScale(PictureScale.within(maxWidth, maxHeight));
    }

    private PictureSettings withScale(PictureScale scale) {
        return new PictureSettings(
                format, scale, tracks, decodesKeyFramesOnly, interval, hardwareDecoders);
    }

    /** Decodes the tracks of those numbers, whatever their type, instead of all video tracks. */
    public PictureSettings withTracks(Long... numbers) {
        return new PictureSettings(
                format,
                scale,
                new TreeSet<>(List.of(numbers)),
                decodesKeyFramesOnly,
                interval,
                hardwareDecoders);
    }

    /** Decodes nothing but key frames, each by itself: by far the cheapest. */
    public PictureSettings withKeyFramesOnly() {
        return new PictureSettings(format, scale, tracks, true, interval, hardwareDecoders);
    }

    /**
     * Makes so many pictures for each second of the recording: those that are to be seen at evenly
     * spaced times, counted from 1970. Which these are depends on nothing but the timestamps within
     * their fragment. A picture is made once, however short the distance between the times.
     *
     * @param pictures may be less than one: 0.1 makes a picture every ten seconds
     */
    public PictureSettings withPicturesPerSecond(double pictures) {
        long nanos = Math.round(1e9 / pictures);
        if (!(pictures > 0) || nanos < 1 || nanos == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Expected more than 0 pictures per second, and no more than 1e9, found %s"
                            .formatted(pictures));
        }
        return new PictureSettings(
                format,
                scale,
                tracks,
                decodesKeyFramesOnly,
                Duration.ofNanos(nanos),
                hardwareDecoders);
    }

    /**
     * Decodes with the first of these of FFmpeg's decoders that is for the track's codec, such as
     * {@code h264_cuvid}. Where FFmpeg has no such decoder, or it can't be opened, one that needs
     * no hardware decodes.
     */
    public PictureSettings withHardwareDecoders(String... names) {
        return new PictureSettings(
                format, scale, tracks, decodesKeyFramesOnly, interval, List.of(names));
    }

    /** The format of the pictures. */
    @Internal
    public PixelFormat format() {
        return format;
    }

    /** How large a picture is made that is of that size. */
    @Internal
    public PictureSize scaled(PictureSize size) {
        return scale.apply(size);
    }

    /** The numbers of the tracks to decode; empty for all video tracks. */
    @Internal
    public Set<Long> tracks() {
        return tracks;
    }

    /** Whether nothing but key frames is decoded. */
    @Internal
    public boolean decodesKeyFramesOnly() {
        return decodesKeyFramesOnly;
    }

    /** The time between two pictures, if not all are made. */
    @Internal
    public Optional<Duration> interval() {
        return Optional.ofNullable(interval);
    }

    /** Names of FFmpeg's decoders that are tried before its usual ones. */
    @Internal
    public List<String> hardwareDecoders() {
        return hardwareDecoders;
    }
}
