/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tags say about a fragment: those of one Tags element, or all that were seen of a fragment.
 *
 * <p>The service's own tags have two spellings. The short one is what recorded bodies show, the
 * long one is what the API reference of GetMediaForFragmentList names.
 */
final class FragmentTags {

    private static final String SERVICE_PREFIX = "AWS_KINESISVIDEO_";

    private @Nullable String number;
    private @Nullable Instant producerTimestamp;
    private @Nullable Instant serverTimestamp;
    private @Nullable String errorCode;
    private @Nullable String errorId;
    private @Nullable String errorMessage;
    private boolean isClosing;
    private final List<Tag> producerTags = new ArrayList<>();

    /** Whether the service wrote the tag, or keeps its name for itself. */
    static boolean isServiceTag(String name) {
        return name.startsWith(SERVICE_PREFIX);
    }

    /**
     * Takes a tag of the service.
     *
     * @throws IllegalArgumentException if the value isn't what the name calls for, or contradicts
     *     what is known
     */
    void putServiceTag(String name, String value) {
        switch (name.substring(SERVICE_PREFIX.length())) {
            case "FRAGMENT_NUMBER" -> number = agreed(number, ServiceValues.fragmentNumber(value));
            case "PRODUCER_TIMESTAMP", "PRODUCER_SIDE_TIMESTAMP" ->
                    producerTimestamp = agreed(producerTimestamp, ServiceValues.timestamp(value));
            case "SERVER_TIMESTAMP", "SERVER_SIDE_TIMESTAMP" ->
                    serverTimestamp = agreed(serverTimestamp, ServiceValues.timestamp(value));
            case "ERROR_CODE", "EXCEPTION_ERROR_CODE" -> errorCode = value;
            case "ERROR_ID" -> errorId = value;
            case "EXCEPTION_MESSAGE" -> errorMessage = value;
            case "MILLIS_BEHIND_NOW", "CONTINUATION_TOKEN" -> isClosing = true;
            default -> {
                // What a producer asks of the service, such as to make images.
            }
        }
    }

    void addProducerTag(Tag tag) {
        producerTags.add(tag);
    }

    /**
     * Takes all that a further Tags element says.
     *
     * @throws IllegalArgumentException if it contradicts what is known
     */
    void addAll(FragmentTags other) {
        number = agreed(number, other.number);
        producerTimestamp = agreed(producerTimestamp, other.producerTimestamp);
        serverTimestamp = agreed(serverTimestamp, other.serverTimestamp);
        errorCode = other.errorCode == null ? errorCode : other.errorCode;
        errorId = other.errorId == null ? errorId : other.errorId;
        errorMessage = other.errorMessage == null ? errorMessage : other.errorMessage;
        producerTags.addAll(other.producerTags);
    }

    private static <T> @Nullable T agreed(@Nullable T known, @Nullable T said) {
        if (known != null && said != null && !known.equals(said)) {
            throw new IllegalArgumentException("expected " + known + " as before, found " + said);
        }
        return said == null ? known : said;
    }

    /** Whether these are tags that the service writes before a fragment's Cluster. */
    boolean describesFragment() {
        return number != null
                || producerTimestamp != null
                || serverTimestamp != null
                || reportsError();
    }

    /** Whether the service says that it can't deliver the fragment. */
    boolean reportsError() {
        return errorCode != null || errorId != null || errorMessage != null;
    }

    /** Whether these are tags that GetMedia writes after all else of a fragment. */
    boolean isClosing() {
        return isClosing;
    }

    /** The fragment's number, or null. */
    @Nullable String number() {
        return number;
    }

    /** When the producer says that the fragment began, or null. */
    @Nullable Instant producerTimestamp() {
        return producerTimestamp;
    }

    /** When the service began to receive the fragment, or null. */
    @Nullable Instant serverTimestamp() {
        return serverTimestamp;
    }

    /** The error's code, or else its number. */
    String errorCode() {
        if (errorCode != null) {
            return errorCode;
        }
        return errorId == null ? "" : errorId;
    }

    /** What the service says of the error, or else its number. */
    String errorMessage() {
        if (errorMessage != null) {
            return errorMessage;
        }
        return errorId == null ? "" : "error id " + errorId;
    }

    List<Tag> producerTags() {
        return producerTags;
    }
}
