/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.listing.PageRequest;
import io.kvsarchive.flink.source.metrics.EnumeratorMetrics;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.FragmentPage;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the enumerator needs to know of one stream, a call at a time, no sooner than it is
 * needed and than the stream's quota allows. For the coordinator's thread, but for the calls
 * themselves.
 */
@Internal
public final class StreamDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(StreamDiscovery.class);

    /** Learns what has come of calls. */
    public interface Listener {

        /** Something has become known of a stream. */
        void discovered();

        /** The job can't go on. */
        void failed(Throwable reason);
    }

    private final StreamBacklog backlog;
    private final CoordinatedCalls calls;
    private final BrokenStreams broken;
    private final EnumeratorMetrics metrics;
    private final Listener listener;
    private final Duration pollInterval;
    private final Attempts attempts;
    private Instant nextPoll = Instant.MIN;

    /** From the time that a call is due until all is done that came of it. */
    private boolean isUnderWay;

    /** Whether the window under way has been begun a second time. */
    private boolean hasBegunAnew;

    StreamDiscovery(
            StreamBacklog backlog,
            CoordinatedCalls calls,
            EnumeratorSettings settings,
            BrokenStreams broken,
            EnumeratorMetrics metrics,
            Listener listener) {
        this.backlog = backlog;
        this.calls = calls;
        this.broken = broken;
        this.metrics = metrics;
        this.listener = listener;
        this.pollInterval = settings.pollInterval();
        this.attempts = new Attempts(settings.retry());
    }

    StreamBacklog backlog() {
        return backlog;
    }

    /** Makes the next call if it is time to, and none is under way. */
    void advance() {
        if (isUnderWay) {
            return;
        }
        Instant now = calls.now();
        Optional<PageRequest> page = backlog.nextPage(now);
        if (page.isEmpty() && !backlog.lacksMediaEndpoint()) {
            return;
        }
        isUnderWay = true;
        Duration wait = untilPoll(page, now);
        if (wait.isZero()) {
            wait = takeFromQuota(page);
        }
        if (wait.isZero()) {
            StreamQuestion question =
                    new StreamQuestion(
                            backlog.stream(),
                            backlog.needsDescription(),
                            backlog.needsMediaEndpoint(),
                            page);
            calls.make(question, this::answered, error -> failed(question, error));
        } else {
            advanceAfter(wait);
        }
    }

    /** At its live edge, a stream is asked for what is new from time to time. */
    private Duration untilPoll(Optional<PageRequest> page, Instant now) {
        boolean isPoll = page.isPresent() && page.get().token().isEmpty() && backlog.isAtLiveEdge();
        return isPoll && now.isBefore(nextPoll) ? Duration.between(now, nextPoll) : Duration.ZERO;
    }

    /** Takes what a page costs, or tells how long to wait for it. */
    private Duration takeFromQuota(Optional<PageRequest> page) {
        return page.map(request -> backlog.quota().takeListedFragments(request.maxResults()))
                .orElse(Duration.ZERO);
    }

    private void advanceAfter(Duration wait) {
        calls.after(
                wait,
                () -> {
                    isUnderWay = false;
                    advance();
                });
    }

    private void answered(StreamQuestion.Answer answer) {
        attempts.succeeded();
        try {
            backlog.heardOf();
            backlog.described(answer.description());
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

    private void listed(FragmentPage page) throws UnavailableDataException {
        metrics.listed(page.fragments().size());
        boolean isWindowWhole = backlog.listed(page);
        hasBegunAnew = hasBegunAnew && !isWindowWhole;
        if (backlog.isAtLiveEdge()) {
            nextPoll = calls.now().plus(pollInterval);
        }
    }

    private void goOn() {
        isUnderWay = false;
        advance();
        listener.discovered();
    }

    private void failed(StreamQuestion question, Throwable error) {
        if (!(error instanceof ArchiveServiceException refusal)) {
            listener.failed(error);
        } else if (refusal.kind() == ServiceErrorKind.OUTSIDE_RETENTION) {
            windowIsGone(refusal);
        } else {
            refused(question, refusal);
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

    private void refused(StreamQuestion question, ArchiveServiceException refusal) {
        if (refusal.kind() == ServiceErrorKind.THROTTLED) {
            metrics.throttled();
            backlog.quota().listedFragmentsRefused();
        }
        attempts.failed();
        if (mayBeOldToken(question, refusal)) {
            backlog.restartWindow();
            hasBegunAnew = true;
            askAgain(refusal);
        } else if (attempts.allowAnother(refusal)) {
            askAgain(refusal);
        } else {
            broken.decide(backlog.stream(), refusal, () -> leaveOut(refusal), listener::failed);
        }
    }

    /** Nobody says how long a token lives. */
    private boolean mayBeOldToken(StreamQuestion question, ArchiveServiceException refusal) {
        return refusal.kind() == ServiceErrorKind.INVALID && question.hasToken() && !hasBegunAnew;
    }

    private void askAgain(ArchiveServiceException refusal) {
        LOG.info("Asking again, since {}", refusal.getMessage());
        advanceAfter(attempts.delay());
        if (!backlog.isHeardOf()) {
            backlog.heardOf();
            listener.discovered();
        }
    }

    private void leaveOut(ArchiveServiceException reason) {
        LOG.error("Stream '{}' is broken, and left out: {}", backlog.stream(), reason.getMessage());
        metrics.broken();
        backlog.leaveOut();
        goOn();
    }
}
