/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of one split. Asks for its fragments and, after a failure, for those that have not come
 * whole. What has come is told by fragment numbers: neither an order nor a clean end of the body
 * says anything about it.
 *
 * <p>For the fetcher thread alone.
 */
final class SplitMedia implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SplitMedia.class);
    private static final int NUMBERS_IN_MESSAGE = 3;

    private final ArchiveService service;
    private final ParserLimits limits;
    private final RetrySettings retry;
    private final Backoff backoff;
    private final FetcherWait wait;
    private final KvsArchiveSplit split;
    private final Set<String> missing = new LinkedHashSet<>();

    /** What the body under way was asked for and has not delivered. */
    private final Set<String> asked = new LinkedHashSet<>();

    private MediaBody body;
    private FragmentParser parser;
    private FragmentResult.InBandError inBandError;
    private boolean bodyHadFragments;
    private boolean endpointIsFresh;
    private Fragment unproven;
    private int failures;
    private long nextAttemptNanos = System.nanoTime();

    SplitMedia(
            KvsArchiveSplit split,
            ArchiveService service,
            ParserLimits limits,
            RetrySettings retry,
            FetcherWait wait) {
        this.split = split;
        this.service = service;
        this.limits = limits;
        this.retry = retry;
        this.backoff = new Backoff(retry);
        this.wait = wait;
        split.fragments().stream().map(FragmentToRead::number).forEach(missing::add);
    }

    KvsArchiveSplit split() {
        return split;
    }

    /** Whether every fragment has come. */
    boolean isComplete() {
        return missing.isEmpty();
    }

    /**
     * The next fragment that has come whole, in the order in which the service delivers them.
     *
     * @return nothing if the split is complete, or if a wait before another attempt was ended by a
     *     wake-up
     * @throws IOException if the service refuses, or if what is missing did not come after all
     *     attempts
     */
    Optional<Fragment> next() throws IOException, InterruptedException {
        while (!missing.isEmpty()) {
            if (body == null && !wait.atLeast(untilNextAttempt())) {
                return Optional.empty();
            }
            Optional<Fragment> fragment = readOn();
            if (fragment.isPresent()) {
                return fragment;
            }
        }
        return Optional.empty();
    }

    private Duration untilNextAttempt() {
        return Duration.ofNanos(nextAttemptNanos - System.nanoTime());
    }

    private Optional<Fragment> readOn() throws IOException {
        try {
            if (body == null) {
                openBody();
            }
            Optional<FragmentResult> result = parser.next();
            if (result.isEmpty()) {
                throw new IOException(
                        inBandError == null
                                ? "the body ended before all fragments had come"
                                : describe(inBandError));
            }
            return accept(result.get());
        } catch (IOException e) {
            giveUpBody(e);
            return Optional.empty();
        }
    }

    private void openBody() throws IOException {
        bodyHadFragments = false;
        inBandError = null;
        asked.clear();
        asked.addAll(toAskFor());
        body = service.getMedia(split.stream(), split.mediaEndpoint(), List.copyOf(asked));
        parser = new FragmentParser(body.stream(), limits);
    }

    /**
     * A fragment that was emitted in part before a restore comes alone and first: the state knows
     * how far one fragment has been emitted, and would forget it over the frames of another.
     */
    private Set<String> toAskFor() {
        return split.progress()
                .map(FragmentProgress::fragmentNumber)
                .filter(missing::contains)
                .map(Set::of)
                .orElse(missing);
    }

    private Optional<Fragment> accept(FragmentResult result) throws IOException {
        if (result instanceof FragmentResult.Whole whole) {
            return deliver(whole.fragment());
        }
        if (result instanceof FragmentResult.OpenEnded openEnded) {
            return acceptOpenEnded(openEnded.fragment());
        }
        inBandError = (FragmentResult.InBandError) result;
        LOG.warn("Stream '{}': {}", split.stream(), describe(inBandError));
        return Optional.empty();
    }

    private static String describe(FragmentResult.InBandError error) {
        return "the service could not deliver "
                + error.fragmentNumber().map(number -> "fragment " + number).orElse("a fragment")
                + ": "
                + (error.code() + " " + error.message()).strip();
    }

    /**
     * If neither the bytes nor HTTP prove that the last fragment of a body is whole, it is taken
     * only when a second answer ends in the same place.
     */
    private Optional<Fragment> acceptOpenEnded(Fragment fragment) throws IOException {
        if (body.endIsDelimited() || fragment.equals(unproven)) {
            return deliver(fragment);
        }
        unproven = fragment;
        throw new IOException(
                "nothing proves that fragment "
                        + fragment.metadata().number()
                        + " was whole when the connection closed");
    }

    private Optional<Fragment> deliver(Fragment fragment) {
        bodyHadFragments = true;
        if (!asked.remove(fragment.metadata().number())) {
            return Optional.empty();
        }
        missing.remove(fragment.metadata().number());
        failures = 0;
        if (asked.isEmpty()) {
            close();
        }
        return Optional.of(fragment);
    }

    private void giveUpBody(IOException reason) throws IOException {
        close();
        failures++;
        if (isFinal(reason)) {
            throw reason;
        }
        if (failures >= retry.maxAttempts()) {
            throw new UnreadableFragmentsException(
                    "Stream '"
                            + split.stream()
                            + "': "
                            + describeMissing()
                            + " could not be read in "
                            + failures
                            + " attempts. The last one: "
                            + reason.getMessage(),
                    reason);
        }
        if (!bodyHadFragments) {
            service.forgetMediaEndpoint(split.stream());
            endpointIsFresh = true;
        }
        Duration delay = backoff.delayAfter(failures);
        nextAttemptNanos = System.nanoTime() + delay.toNanos();
        LOG.info(
                "Stream '{}': asking again for {} in {} ms, since {}",
                split.stream(),
                describeMissing(),
                delay.toMillis(),
                reason.getMessage());
    }

    /**
     * Not final is what an endpoint says that a checkpoint has kept for long; and that a request is
     * invalid, which the service also says of a fragment that was listed but is not yet readable.
     */
    private boolean isFinal(IOException reason) {
        return endpointIsFresh
                && reason instanceof ArchiveServiceException service
                && !service.kind().isPassing()
                && service.kind() != ServiceErrorKind.INVALID;
    }

    private String describeMissing() {
        String numbers =
                missing.stream().limit(NUMBERS_IN_MESSAGE).collect(Collectors.joining(", "));
        int more = missing.size() - NUMBERS_IN_MESSAGE;
        return (missing.size() == 1 ? "fragment " : "fragments ")
                + numbers
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Ends the request under way, if there is one, without reading on. */
    @Override
    public void close() {
        if (body != null) {
            body.close();
            body = null;
            parser = null;
        }
    }
}
