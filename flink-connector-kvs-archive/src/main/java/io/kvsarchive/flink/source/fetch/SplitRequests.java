/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.metrics.MediaMetrics;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.RefusedRequestEvent;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The media of one split. Asks for its fragments and, after a failure, for those that have not come
 * whole. What has come is told by fragment numbers: neither an order nor a clean end of the body
 * says anything about it. Results leave as they come or, if the settings say so, in the order of
 * the split's fragments.
 *
 * <p>A failure is a fragment's own if the service, or the body that it sends, says something about
 * it: after all attempts that fragment is lost. Where no answer comes, nobody can say what is lost:
 * after all attempts in a row the split can't be read.
 *
 * <p>For the fetcher thread alone.
 */
final class SplitRequests implements AutoCloseable {

    private final ArchiveService service;
    private final ReaderSettings settings;
    private final Backoff backoff;
    private final Consumer<RefusedRequestEvent> onRefusal;
    private final MediaMetrics metrics;
    private final RequestLog log;
    private final KvsArchiveSplit split;
    private final PendingFragments pending;
    private final LossPolicy losses;
    private final WholenessProof proof = new WholenessProof();
    private final ResultQueue results;

    private @Nullable MediaAnswer answer;
    private boolean isEndpointFresh;
    private int requestsWithoutAnswer;
    private long nextRequestNanos = System.nanoTime();

    SplitRequests(
            KvsArchiveSplit split,
            ArchiveService service,
            ReaderSettings settings,
            BufferBudget budget,
            Consumer<RefusedRequestEvent> onRefusal,
            MediaMetrics metrics,
            RequestLog log) {
        this.split = split;
        this.service = service;
        this.settings = settings;
        this.backoff = new Backoff(settings.retry());
        this.onRefusal = onRefusal;
        this.metrics = metrics;
        this.log = log;
        this.pending = new PendingFragments(split, backoff, settings.isOrdered());
        this.losses = new LossPolicy(split, settings);
        this.results =
                settings.isOrdered()
                        ? new FragmentOrder(pending.numbers(), budget)
                        : new ArrivalOrder();
    }

    KvsArchiveSplit split() {
        return split;
    }

    /** Whether it has been said of every fragment what has become of it. */
    boolean isComplete() {
        return pending.isEmpty() && results.isEmpty();
    }

    /**
     * What has become of the next fragment. Blocks while the service does.
     *
     * @return nothing if the split is complete, or if another attempt has to wait: {@link #delay}
     *     tells for how long
     * @throws UnavailableDataException if the stream does not exist, or if a fragment is lost and
     *     the policy is to fail
     * @throws IOException if the service can't be reached, or refuses the caller
     */
    Optional<SplitResult> next() throws IOException {
        while (!results.isReady() && !pending.isEmpty() && delay().isZero()) {
            readOn();
        }
        return results.poll();
    }

    /** Whether the service is answering a request. */
    boolean hasAnswerUnderWay() {
        return answer != null;
    }

    /** How long to wait before something can come of {@link #next}; zero if it can now. */
    Duration delay() {
        if (answer != null || results.isReady() || pending.isEmpty()) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofNanos(Math.max(0, nextRequestNanos - System.nanoTime()));
        Duration own = pending.next().delay();
        return pause.compareTo(own) > 0 ? pause : own;
    }

    private void readOn() throws IOException {
        if (answer == null) {
            ask(pending.next());
        } else {
            read(answer);
        }
    }

    private void ask(PendingFragments.Request request) throws IOException {
        boolean isRepeated = pending.ask(request);
        metrics.requested(isRepeated);
        log.asking(split.stream(), request.numbers(), isRepeated);
        long requestNanos = System.nanoTime();
        try {
            MediaBody body =
                    service.getMedia(
                            split.stream(), split.mediaEndpoint().orElseThrow(), request.numbers());
            answer =
                    new MediaAnswer(
                            request.numbers(),
                            new MeasuredBody(body, metrics, requestNanos),
                            settings,
                            requestNanos);
        } catch (ArchiveServiceException e) {
            Duration time = Duration.ofNanos(System.nanoTime() - requestNanos);
            log.refused(split.stream(), time, e);
            refused(e);
        }
    }

    private void read(MediaAnswer from) throws IOException {
        IOException failure;
        try {
            Optional<FragmentResult> result = from.next();
            if (result.isPresent()) {
                accept(result.get(), from);
                return;
            }
            failure = from.endedEarly();
        } catch (IOException e) {
            failure = e;
        }
        log.failed(split.stream(), from, failure);
        endAnswer();
        if (from.saysSomething()) {
            answerFailed(from, failure);
        } else {
            tryLater(failure);
        }
    }

    private void accept(FragmentResult result, MediaAnswer from) throws IOException {
        if (result instanceof FragmentResult.Whole whole) {
            deliver(whole.fragment(), from);
        } else if (result instanceof FragmentResult.OpenEnded openEnded) {
            proof.check(openEnded.fragment(), from, pending);
            deliver(openEnded.fragment(), from);
        } else {
            log.undelivered(split.stream(), (FragmentResult.InBandError) result);
        }
    }

    private void deliver(Fragment fragment, MediaAnswer from) {
        String number = fragment.metadata().fragmentNumber();
        if (!pending.asked().contains(number)) {
            return;
        }
        from.bringsFragment();
        requestsWithoutAnswer = 0;
        if (results.add(new SplitResult.Arrived(fragment))) {
            pending.came(number);
        } else {
            pending.turnAway(number);
        }
        if (pending.asked().isEmpty()) {
            log.answered(split.stream(), from);
            endAnswer();
            // What there was no room for: less at once may have room.
            pending.askAgainInHalves();
        }
    }

    private void answerFailed(MediaAnswer failed, IOException reason) throws IOException {
        Map<String, FragmentFailure> failures =
                FragmentFailure.ofAnswer(failed, pending.asked(), reason);
        boolean isFruitless = !failed.hasBroughtFragments();
        if (isFruitless && failed.errors().isEmpty()) {
            // An endpoint that doesn't serve the stream any more was seen to answer with nothing.
            forgetEndpoint();
        }
        fragmentsFailed(failures, isFruitless && failures.isEmpty(), reason);
    }

    private void refused(ArchiveServiceException refusal) throws IOException {
        ServiceErrorKind kind = refusal.kind();
        if (kind.isQuota()) {
            metrics.throttled();
            onRefusal.accept(new RefusedRequestEvent(split.stream(), kind));
        }
        if (kind == ServiceErrorKind.INVALID) {
            Map<String, FragmentFailure> failures =
                    FragmentFailure.ofRefusal(pending.asked(), refusal);
            if (!isEndpointFresh) {
                forgetEndpoint();
            }
            fragmentsFailed(failures, failures.isEmpty(), refusal);
        } else if (isEndpointFresh && !kind.isPassing()) {
            losses.ofBrokenStream(pending.giveUpAll(), refusal).forEach(results::add);
        } else {
            if (kind == ServiceErrorKind.UNAVAILABLE || !kind.isPassing()) {
                forgetEndpoint();
            }
            tryLater(refusal);
        }
    }

    private void forgetEndpoint() {
        service.forgetMediaEndpoint(split.stream());
        isEndpointFresh = true;
    }

    private void fragmentsFailed(
            Map<String, FragmentFailure> failures, boolean isUnexplained, IOException reason)
            throws IOException {
        requestsWithoutAnswer = 0;
        for (Map.Entry<String, FragmentFailure> failure : failures.entrySet()) {
            fragmentFailed(failure.getKey(), failure.getValue());
        }
        if (isUnexplained || pending.hasTurnedAway()) {
            pending.askAgainInHalves();
        } else {
            pending.askAgain();
        }
        if (!pending.isEmpty()) {
            pause(backoff.delayAfter(1), reason);
        }
    }

    private void fragmentFailed(String number, FragmentFailure failure) throws IOException {
        Suspects.Suspect suspect = pending.failed(number, failure.description());
        if (suspect.attempts() >= settings.retry().maxAttempts()
                || (failure.isLasting() && suspect.hasFailedAlike())) {
            results.add(losses.ofFragment(pending.giveUp(number), suspect.attempts(), failure));
        } else if (suspect.attempts() == 1) {
            log.suspected(split.stream(), number, failure);
        }
    }

    /** Nothing came that would say something about a fragment. */
    private void tryLater(IOException reason) throws UnreadableFragmentsException {
        pending.askAgain();
        requestsWithoutAnswer++;
        if (requestsWithoutAnswer >= settings.retry().maxAttempts()) {
            throw new UnreadableFragmentsException(
                    "Stream '%s': %s could not be read in %s attempts. The last one: %s"
                            .formatted(
                                    split.stream(),
                                    pending.describe(),
                                    requestsWithoutAnswer,
                                    FragmentFailure.describe(reason)),
                    reason);
        }
        pause(backoff.delayAfter(requestsWithoutAnswer), reason);
    }

    private void pause(Duration pause, IOException reason) {
        nextRequestNanos = System.nanoTime() + pause.toNanos();
        log.waiting(split.stream(), pending, reason);
    }

    /** Ends the request under way, if there is one, without reading on. */
    @Override
    public void close() {
        if (answer != null) {
            log.givenUp(split.stream(), answer);
            endAnswer();
        }
    }

    private void endAnswer() {
        if (answer != null) {
            answer.close();
            answer = null;
        }
    }
}
