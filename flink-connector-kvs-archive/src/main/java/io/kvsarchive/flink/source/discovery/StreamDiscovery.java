/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.listing.PageRequest;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;

import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import javax.annotation.Nullable;

/**
 * Finds out what the enumerator needs to know of one stream, a call at a time, no sooner than it is
 * needed and than the stream's quota allows. For the coordinator's thread, but for the calls
 * themselves.
 */
@Internal
public final class StreamDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(StreamDiscovery.class);

    /** Who wants to know. */
    public interface Listener {
        /** Something has become known of a stream. */
        void discovered(StreamBacklog stream);

        /** The job can't go on. */
        void failed(Throwable reason);

        /** A stream beside this one, if the job reads others, too. */
        Optional<StreamReference> another(StreamReference stream);

        /** How many fragments of a stream may be listed ahead. */
        int fragmentsAhead();
    }

    /** What one round of calls found out. */
    private record Answer(
            Optional<StreamDescription> description,
            Optional<URI> mediaEndpoint,
            Optional<FragmentPage> page) {}

    private final StreamBacklog backlog;
    private final ArchiveService service;
    private final CoordinatedCalls calls;
    private final EnumeratorSettings settings;
    private final DiscoveryResources resources;
    private final EnumeratorMetrics metrics;
    private final Listener listener;
    private final Backoff backoff;
    @Nullable private final StreamDescription.Filter filter;
    private boolean isDescribed;
    private boolean isUnderWay;
    private int failures;

    /** Whether the window under way has been begun a second time. */
    private boolean hasBegunAnew;

    private Instant nextPoll = Instant.MIN;

    /**
     * @param isDescribed whether it is known which stream this is, and that it is to be read
     * @param filter accepts the stream by its description; null if it needs none
     */
    public StreamDiscovery(
            StreamBacklog backlog,
            boolean isDescribed,
            @Nullable StreamDescription.Filter filter,
            CoordinatedCalls calls,
            EnumeratorSettings settings,
            DiscoveryResources resources,
            EnumeratorMetrics metrics,
            Listener listener) {
        this.backlog = backlog;
        this.isDescribed = isDescribed;
        this.filter = filter;
        this.calls = calls;
        this.settings = settings;
        this.resources = resources;
        this.service = resources.service();
        this.metrics = metrics;
        this.listener = listener;
        this.backoff = new Backoff(settings.retry());
    }

    public StreamBacklog backlog() {
        return backlog;
    }

    /** Makes the next call if it is time to, and none is under way. */
    public void advance() {
        if (isUnderWay) {
            return;
        }
        Instant now = resources.clock().instant();
        Optional<PageRequest> page = backlog.nextPage(now, listener.fragmentsAhead());
        if (page.isEmpty() && !backlog.lacksMediaEndpoint()) {
            return;
        }
        Duration wait = untilAllowed(page, now);
        isUnderWay = true;
        if (wait.isZero()) {
            calls.make(() -> ask(page), answer -> answered(answer), error -> failed(page, error));
        } else {
            wait(wait);
        }
    }

    private Duration untilAllowed(Optional<PageRequest> page, Instant now) {
        boolean isPoll = page.isPresent() && page.get().token().isEmpty() && backlog.isAtLiveEdge();
        if (isPoll && now.isBefore(nextPoll)) {
            return Duration.between(now, nextPoll);
        }
        return page.map(request -> backlog.quota().takeListedFragments(request.maxResults()))
                .orElse(Duration.ZERO);
    }

    private void wait(Duration time) {
        calls.after(
                time,
                () -> {
                    isUnderWay = false;
                    advance();
                });
    }

    /** On a thread of its own. */
    private Answer ask(Optional<PageRequest> request) throws IOException {
        StreamReference stream = backlog.stream();
        Optional<StreamDescription> description =
                needsDescription() ? service.describe(stream) : Optional.empty();
        Optional<URI> endpoint =
                backlog.needsMediaEndpoint()
                        ? Optional.of(service.mediaEndpoint(stream))
                        : Optional.empty();
        Optional<FragmentPage> page =
                request.isPresent() ? Optional.of(list(request.get())) : Optional.empty();
        return new Answer(description, endpoint, page);
    }

    /** An ARN says by itself which stream it is. */
    private boolean needsDescription() {
        return !isDescribed && (filter != null || !backlog.stream().isArn());
    }

    private FragmentPage list(PageRequest request) throws ArchiveServiceException {
        return request.token().isPresent()
                ? service.listFragments(
                        backlog.stream(), request.token().get(), request.maxResults())
                : service.listFragments(backlog.stream(), request.range(), request.maxResults());
    }

    private void answered(Answer answer) {
        failures = 0;
        try {
            backlog.heardOf();
            if (!isDescribed) {
                described(answer.description());
            }
            answer.mediaEndpoint().ifPresent(backlog::mediaAreAt);
            if (answer.page().isPresent() && backlog.hasMoreToList()) {
                listed(answer.page().get());
            }
        } catch (IOException e) {
            listener.failed(e);
            return;
        }
        goOn();
    }

    private void goOn() {
        isUnderWay = false;
        advance();
        listener.discovered(backlog);
    }

    private void listed(FragmentPage page) throws IOException {
        metrics.listed(page.fragments().size());
        boolean isWindowWhole = backlog.listed(page, listener.fragmentsAhead());
        hasBegunAnew = hasBegunAnew && !isWindowWhole;
        if (backlog.isAtLiveEdge()) {
            nextPoll = resources.clock().instant().plus(settings.pollInterval());
        }
    }

    private void described(Optional<StreamDescription> description) throws IOException {
        isDescribed = true;
        Optional<String> now =
                description
                        .map(StreamDescription::arn)
                        .or(
                                () ->
                                        backlog.stream().isArn()
                                                ? Optional.of(backlog.stream().text())
                                                : Optional.empty());
        if (now.isPresent()) {
            Optional<String> before = backlog.arn();
            if (before.isPresent() && !before.equals(now)) {
                streamIsAnother(before.get(), now.get());
            }
            backlog.isOf(now.get());
        }
        if (filter == null) {
            return;
        }
        if (description.isEmpty()) {
            throw new IOException(
                    "Stream '"
                            + backlog.stream()
                            + "': whether it is to be read can't be told without the permission"
                            + " kinesisvideo:DescribeStream, which the stream filter needs.");
        }
        if (!filter.accepts(description.get())) {
            LOG.info("Stream '{}' is not read: the stream filter rejects it", backlog.stream());
            backlog.leaveOut();
        }
    }

    private void streamIsAnother(String before, String now) throws UnavailableDataException {
        String what =
                "Stream '"
                        + backlog.stream()
                        + "' was deleted and created again since the job began to read it: it was "
                        + before
                        + " and is "
                        + now
                        + ". What the job had not read of the former is gone.";
        if (settings.listing().lostFragments() == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    what
                            + " Start the job without its state, or set the option"
                            + " 'on-lost-fragment' to 'skip' to go on with the new stream.",
                    null);
        }
        LOG.warn("{} The job goes on with the new stream.", what);
    }

    private void failed(Optional<PageRequest> page, Throwable error) {
        if (!(error instanceof ArchiveServiceException refusal)) {
            listener.failed(error);
            return;
        }
        if (refusal.kind() == ServiceErrorKind.OUTSIDE_RETENTION) {
            windowIsGone(refusal);
            return;
        }
        if (refusal.kind() == ServiceErrorKind.THROTTLED) {
            metrics.throttled();
            backlog.quota().listedFragmentsRefused();
        }
        failures++;
        boolean mayBeginAnew =
                refusal.kind() == ServiceErrorKind.INVALID
                        && page.flatMap(PageRequest::token).isPresent()
                        && !hasBegunAnew;
        if (mayBeginAnew) {
            // Nobody says how long a token lives.
            backlog.restartWindow();
            hasBegunAnew = true;
        }
        if (mayBeginAnew || settings.retry().allowAnotherAttempt(refusal.kind(), failures)) {
            LOG.info("Asking again, since {}", refusal.getMessage());
            wait(backoff.delayAfter(failures));
            heard();
        } else {
            broken(refusal);
        }
    }

    private void heard() {
        if (!backlog.isHeardOf()) {
            backlog.heardOf();
            listener.discovered(backlog);
        }
    }

    private void windowIsGone(ArchiveServiceException reason) {
        try {
            backlog.windowIsGone(reason);
        } catch (UnavailableDataException e) {
            listener.failed(e);
            return;
        }
        goOn();
    }

    private void broken(ArchiveServiceException reason) {
        Optional<StreamReference> another = listener.another(backlog.stream());
        if (settings.brokenStreams() == BrokenStreamPolicy.FAIL
                || (reason.kind().isPassing() && another.isEmpty())) {
            listener.failed(
                    reason.kind() == ServiceErrorKind.NOT_FOUND
                            ? new UnavailableDataException(reason.getMessage(), reason)
                            : reason);
        } else if (reason.kind().isPassing()) {
            // Where the service can't be reached at all, nothing is known of the stream.
            calls.make(
                    () -> service.describe(another.get()),
                    answer -> leaveOut(reason),
                    listener::failed);
        } else {
            leaveOut(reason);
        }
    }

    private void leaveOut(ArchiveServiceException reason) {
        LOG.error("Stream '{}' is broken, and left out: {}", backlog.stream(), reason.getMessage());
        metrics.broken();
        backlog.leaveOut();
        goOn();
    }
}
