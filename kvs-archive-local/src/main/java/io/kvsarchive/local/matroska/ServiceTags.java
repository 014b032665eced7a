/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.math.BigDecimal;
import java.util.List;

/**
 * The tags that the service puts before each Cluster.
 *
 * <p>Their names are the short spellings, which recorded bodies bear (test resources of
 * aws/amazon-kinesis-video-streams-parser-library) and consumers read; the longer {@code
 * …_SIDE_TIMESTAMP} stands in the API reference only.
 *
 * @param fragmentNumber a decimal number
 * @param serverTimestamp milliseconds since the epoch
 * @param producerTimestamp milliseconds since the epoch
 */
public record ServiceTags(String fragmentNumber, long serverTimestamp, long producerTimestamp) {

    static final String FRAGMENT_NUMBER = "AWS_KINESISVIDEO_FRAGMENT_NUMBER";
    private static final String SERVER_TIMESTAMP = "AWS_KINESISVIDEO_SERVER_TIMESTAMP";
    private static final String PRODUCER_TIMESTAMP = "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP";
    private static final List<String> GET_MEDIA_ONLY =
            List.of("AWS_KINESISVIDEO_MILLIS_BEHIND_NOW", "AWS_KINESISVIDEO_CONTINUATION_TOKEN");
    private static final int MILLISECONDS_SCALE = 3;

    /** Whether a Tags element is the service's description of a fragment. */
    static boolean describeFragment(List<SimpleTag> tags) {
        return tags.stream().anyMatch(tag -> tag.name().equals(FRAGMENT_NUMBER));
    }

    /** Whether a Tags element is one that GetMedia adds and GetMediaForFragmentList does not. */
    static boolean areOfGetMediaOnly(List<SimpleTag> tags) {
        return tags.stream().anyMatch(tag -> GET_MEDIA_ONLY.contains(tag.name()));
    }

    /**
     * Reads the tags.
     *
     * @throws IllegalArgumentException if one is missing or no number
     */
    static ServiceTags of(List<SimpleTag> tags) {
        String number = valueOf(tags, FRAGMENT_NUMBER);
        if (!number.matches("[0-9]{1,128}")) {
            throw new IllegalArgumentException("a fragment number that is no number: " + number);
        }
        return new ServiceTags(
                number,
                milliseconds(valueOf(tags, SERVER_TIMESTAMP)),
                milliseconds(valueOf(tags, PRODUCER_TIMESTAMP)));
    }

    private static String valueOf(List<SimpleTag> tags, String name) {
        return tags.stream()
                .filter(tag -> tag.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tag " + name))
                .value();
    }

    private static long milliseconds(String seconds) {
        try {
            return new BigDecimal(seconds).movePointRight(MILLISECONDS_SCALE).longValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a timestamp that is no number: " + seconds, e);
        }
    }

    /** The tags as a Tags element. */
    void writeTo(EbmlWriter out) {
        writeTags(
                out,
                List.of(
                        new SimpleTag(FRAGMENT_NUMBER, fragmentNumber),
                        new SimpleTag(SERVER_TIMESTAMP, seconds(serverTimestamp)),
                        new SimpleTag(PRODUCER_TIMESTAMP, seconds(producerTimestamp))));
    }

    /** Any tags as a Tags element without targets. */
    static void writeTags(EbmlWriter out, List<SimpleTag> tags) {
        out.master(
                ElementId.TAGS,
                all ->
                        all.master(
                                ElementId.TAG,
                                tag -> {
                                    for (SimpleTag simple : tags) {
                                        tag.master(
                                                ElementId.SIMPLE_TAG,
                                                one ->
                                                        one.text(ElementId.TAG_NAME, simple.name())
                                                                .text(
                                                                        ElementId.TAG_STRING,
                                                                        simple.value()));
                                    }
                                }));
    }

    private static String seconds(long milliseconds) {
        return BigDecimal.valueOf(milliseconds, MILLISECONDS_SCALE).toPlainString();
    }
}
