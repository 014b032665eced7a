/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.log.RepeatedMessages;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the account's streams that a job reads: once, or again and again in an unbounded job.
 * For the coordinator's thread.
 */
@Internal
public final class StreamFinder {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFinder.class);

    private final StreamSelection selection;
    private final CoordinatedCalls calls;
    private final Duration interval;
    private final Duration uploadDelay;
    private final Consumer<List<StreamDescription>> onFound;
    private final Consumer<Throwable> onFailure;
    private final Attempts attempts;
    private final RepeatedMessages messages;
    private Set<String> lastFound = Set.of();
    private boolean areFound;
    private Instant begun = Instant.MIN;
    private Optional<Instant> lastLook = Optional.empty();

    /**
     * @param wereFound whether those have been found that there were when the job began
     * @param onFound takes all streams that there are, each time that they were looked for
     */
    public StreamFinder(
            StreamSelection selection,
            CoordinatedCalls calls,
            EnumeratorSettings settings,
            boolean wereFound,
            Consumer<List<StreamDescription>> onFound,
            Consumer<Throwable> onFailure) {
        this.selection = selection;
        this.calls = calls;
        this.interval = settings.discoveryInterval();
        this.uploadDelay = settings.watermarks().uploadDelay();
        this.onFound = onFound;
        this.onFailure = onFailure;
        this.attempts = new Attempts(settings.retry());
        this.messages = new RepeatedMessages(LOG, calls::nanoTime);
        this.areFound = wereFound || !selection.looksForStreams();
    }

    public void start() {
        if (areFound) {
            findLater();
        } else {
            find();
        }
    }

    /** Whether all streams have been found that there were when they were last looked for. */
    public boolean areFound() {
        return areFound;
    }

    /** Whether streams may be found beside those that are known. */
    public boolean mayFindMore() {
        return !areFound || isLookingOn();
    }

    private boolean isLookingOn() {
        return selection.looksForStreams() && selection.isUnbounded();
    }

    /**
     * A bound on the times of streams that may yet be found, in milliseconds since the epoch: what
     * was made since they were last looked for has nothing older.
     */
    public long earliestMillis() {
        if (!mayFindMore()) {
            return Long.MAX_VALUE;
        }
        return lastLook.map(look -> look.minus(uploadDelay).toEpochMilli()).orElse(Long.MIN_VALUE);
    }

    private void findLater() {
        if (isLookingOn()) {
            calls.after(interval, this::find);
        }
    }

    private void find() {
        begun = calls.now();
        findOn(Optional.empty(), new ArrayList<>());
    }

    private void findOn(Optional<String> token, List<StreamDescription> found) {
        String prefix = Objects.requireNonNull(selection.prefix(), "streams are looked for");
        calls.make(
                service -> service.listStreams(prefix, token),
                page -> foundMore(page, found),
                error -> failed(token, found, error));
    }

    private void foundMore(StreamPage page, List<StreamDescription> found) {
        attempts.succeeded();
        page.streams().stream().filter(selection::accepts).forEach(found::add);
        if (page.nextToken().isPresent()) {
            findOn(page.nextToken(), found);
            return;
        }
        log(found);
        lastLook = Optional.of(begun);
        areFound = true;
        onFound.accept(found);
        findLater();
    }

    private void log(List<StreamDescription> found) {
        Set<String> names = new LinkedHashSet<>();
        found.forEach(stream -> names.add(stream.name()));
        Set<String> come = without(lastFound, names);
        Set<String> gone = without(names, lastFound);
        if (!come.isEmpty()) {
            LOG.info("Found {} streams: {}", come.size(), new FewNames(come));
        }
        if (!gone.isEmpty()) {
            LOG.info("{} streams are no longer found: {}", gone.size(), new FewNames(gone));
        }
        lastFound = names;
    }

    private static Set<String> without(Set<String> some, Set<String> all) {
        Set<String> others = new LinkedHashSet<>(all);
        others.removeAll(some);
        return others;
    }

    private void failed(Optional<String> token, List<StreamDescription> found, Throwable error) {
        attempts.failed();
        if (error instanceof ArchiveServiceException refusal && attempts.allowAnother(refusal)) {
            messages.info(
                    refusal.kind().name(),
                    "Looking for streams again, since {}",
                    refusal.getMessage());
            calls.after(attempts.delay(), () -> findOn(token, found));
        } else {
            onFailure.accept(error);
        }
    }
}
