/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kvsarchive.local.matroska.MediaSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two cameras to try things with: drawn scenes in which persons, cars and a parcel enter, move and
 * leave at known times. {@code sample/make-sample.sh} of this module made them.
 */
public final class SampleArchive {

    private static final List<Camera> CAMERAS = readCameras();

    /** A front door: a courier leaves a parcel, a neighbour fetches it. H.264 and AAC. */
    public static final Camera FRONT_DOOR = camera("front-door");

    /** A parking lot: cars, one of them parked, and somebody who walks past. H.264, B-frames. */
    public static final Camera PARKING_LOT = camera("parking-lot");

    private SampleArchive() {}

    /** Puts the cameras into an archive, as streams of their names. */
    public static void addTo(LocalKvsArchive archive) {
        for (Camera camera : CAMERAS) {
            String file = camera.stream() + ".mkv";
            try {
                archive.add(
                        camera.stream(),
                        archive.index(MediaSource.of(file, resource(file))),
                        camera.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Both cameras. */
    public static List<Camera> cameras() {
        return CAMERAS;
    }

    /**
     * A camera.
     *
     * @param stream the name of its stream
     * @param start the producer timestamp of its first fragment
     * @param duration how long it records
     * @param framesPerSecond frames come at even intervals from the start on
     * @param width of the picture, in pixels
     * @param height of the picture, in pixels
     * @param hasAudio whether it has an AAC track: steps, a bell and a hum
     * @param things what is to be seen; where two overlap, the later one covers the earlier one
     */
    public record Camera(
            String stream,
            Instant start,
            Duration duration,
            int framesPerSecond,
            int width,
            int height,
            boolean hasAudio,
            List<Thing> things) {

        public Camera {
            things = List.copyOf(things);
        }
    }

    /**
     * Something that comes into the picture and goes again.
     *
     * @param name tells it apart from others of its kind
     * @param kind {@code person}, {@code car} or {@code parcel}
     * @param width of the box that it is drawn into, which it does not fill to the edges
     * @param height of the box
     * @param path where the box is; it moves evenly from one place to the next
     */
    public record Thing(String name, String kind, int width, int height, List<Place> path) {

        public Thing {
            path = List.copyOf(path);
        }

        /** When it is first drawn: its box may still be outside of the picture by all but a bit. */
        public Duration enters() {
            return path.get(0).time();
        }

        /** When it is no longer drawn. */
        public Duration leaves() {
            return path.get(path.size() - 1).time();
        }

        /**
         * Where the box is at a time after the camera's start, if it is drawn then. The drawn box
         * is at most a pixel off.
         */
        public Optional<Place> at(Duration time) {
            if (time.compareTo(enters()) < 0 || time.compareTo(leaves()) >= 0) {
                return Optional.empty();
            }
            int next = 1;
            while (time.compareTo(path.get(next).time()) >= 0) {
                next++;
            }
            Place from = path.get(next - 1);
            Place to = path.get(next);
            double share =
                    (double) time.minus(from.time()).toMillis()
                            / to.time().minus(from.time()).toMillis();
            return Optional.of(
                    new Place(
                            time,
                            (int) Math.round(from.x() + (to.x() - from.x()) * share),
                            (int) Math.round(from.y() + (to.y() - from.y()) * share)));
        }
    }

    /**
     * Where a thing is at a time.
     *
     * @param time after the camera's start
     * @param x the box's left edge, in pixels; outside of the picture it may be negative
     * @param y the box's upper edge, in pixels
     */
    public record Place(Duration time, int x, int y) {}

    private static Camera camera(String stream) {
        return CAMERAS.stream()
                .filter(camera -> camera.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    private static List<Camera> readCameras() {
        try {
            List<Camera> cameras = new ArrayList<>();
            for (JsonNode json :
                    new ObjectMapper().readTree(resource("sample.json")).get("cameras")) {
                cameras.add(
                        new Camera(
                                json.get("stream").asText(),
                                Instant.parse(json.get("start").asText()),
                                Duration.ofSeconds(json.get("seconds").asLong()),
                                json.get("framesPerSecond").asInt(),
                                json.get("width").asInt(),
                                json.get("height").asInt(),
                                json.get("audio").asBoolean(),
                                readThings(json.get("things"))));
            }
            return List.copyOf(cameras);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Thing> readThings(JsonNode things) {
        List<Thing> result = new ArrayList<>();
        for (JsonNode json : things) {
            List<Place> path = new ArrayList<>();
            for (JsonNode place : json.get("path")) {
                path.add(
                        new Place(
                                Duration.ofMillis(
                                        Math.round(place.get("seconds").asDouble() * 1000)),
                                place.get("x").asInt(),
                                place.get("y").asInt()));
            }
            result.add(
                    new Thing(
                            json.get("name").asText(),
                            json.get("kind").asText(),
                            json.get("width").asInt(),
                            json.get("height").asInt(),
                            path));
        }
        return result;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SampleArchive.class.getResourceAsStream("sample/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("The sample archive's " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
