/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.MalformedMediaException;
import io.kvsarchive.service.MediaBody;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the service answers to one request, while it is read. */
final class MediaAnswer implements AutoCloseable {

    private final List<String> asked;
    private final MediaBody body;
    private final FragmentParser parser;
    private final long requestNanos;
    private final Map<String, FragmentResult.InBandError> errors = new LinkedHashMap<>();
    private Optional<FragmentResult.InBandError> lastError = Optional.empty();
    private boolean saysSomething;
    private int broughtFragments;

    /**
     * @param requestNanos when the request was made, see {@link System#nanoTime}
     */
    MediaAnswer(List<String> asked, MediaBody body, ReaderSettings settings, long requestNanos) {
        this.asked = asked;
        this.body = body;
        this.requestNanos = requestNanos;
        this.parser = settings.parser(body.stream());
    }

    /** What the request asked for. */
    List<String> asked() {
        return asked;
    }

    /** The next result, or nothing at the end of the body. */
    Optional<FragmentResult> next() throws IOException {
        try {
            Optional<FragmentResult> result = parser.next();
            saysSomething = true;
            result.ifPresent(this::noteError);
            return result;
        } catch (MalformedMediaException e) {
            saysSomething = true;
            throw e;
        }
    }

    private void noteError(FragmentResult result) {
        if (result instanceof FragmentResult.InBandError error) {
            lastError = Optional.of(error);
            error.fragmentNumber().ifPresent(number -> errors.put(number, error));
        }
    }

    /** Whether bytes have come, or an end that was no break: anything but silence. */
    boolean saysSomething() {
        return saysSomething || parser.bytesRead() > 0;
    }

    /** The errors that name a fragment, by its number. */
    Map<String, FragmentResult.InBandError> errors() {
        return errors;
    }

    /** Whether the answer says of each of these fragments, but one, that it won't come. */
    boolean excusesAllBut(String number, Set<String> missing) {
        return missing.stream()
                .allMatch(other -> other.equals(number) || errors.containsKey(other));
    }

    /** What is wrong with an answer that has ended in peace. */
    IncompleteAnswerException endedEarly() {
        return new IncompleteAnswerException(
                "the answer ended before all fragments had come%s"
                        .formatted(
                                lastError
                                        .map(error -> ", and " + FragmentFailure.describe(error))
                                        .orElse("")));
    }

    boolean endIsDelimited() {
        return body.endIsDelimited();
    }

    /** Notes that a fragment has come that was asked for. */
    void bringsFragment() {
        broughtFragments++;
    }

    /** Whether any fragment has come that was asked for. */
    boolean hasBroughtFragments() {
        return broughtFragments > 0;
    }

    /** How much has come, and in what time since the request, for messages. */
    String describe() {
        return "%s of %s fragments, %s bytes in %s ms"
                .formatted(
                        broughtFragments,
                        asked.size(),
                        parser.bytesRead(),
                        Duration.ofNanos(System.nanoTime() - requestNanos).toMillis());
    }

    /** Ends the answer without reading on. */
    @Override
    public void close() {
        body.close();
    }
}
