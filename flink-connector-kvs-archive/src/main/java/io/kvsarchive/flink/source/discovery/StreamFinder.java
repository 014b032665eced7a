/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.Backoff;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for the account's streams that a job reads. For the coordinator's thread. */
@Internal
public final class StreamFinder {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFinder.class);

    private final StreamSelection selection;
    private final CoordinatedCalls calls;
    private final EnumeratorSettings settings;
    private final DiscoveryResources resources;
    private final Backoff backoff;
    private final Consumer<List<StreamDescription>> onFound;
    private final Consumer<Throwable> onFailure;
    private int failures;
    private Instant begun = Instant.MIN;
    private Optional<Instant> lastLook = Optional.empty();

    /**
     * @param onFound takes all streams that there are, each time that they were looked for
     */
    public StreamFinder(
            StreamSelection selection,
            CoordinatedCalls calls,
            EnumeratorSettings settings,
            DiscoveryResources resources,
            Consumer<List<StreamDescription>> onFound,
            Consumer<Throwable> onFailure) {
        this.selection = selection;
        this.calls = calls;
        this.settings = settings;
        this.resources = resources;
        this.backoff = new Backoff(settings.retry());
        this.onFound = onFound;
        this.onFailure = onFailure;
    }

    /** Looks for streams now. */
    public void find() {
        begun = resources.clock().instant();
        findOn(Optional.empty(), new ArrayList<>());
    }

    /** Looks for streams after some time. */
    public void findAfter(Duration time) {
        calls.after(time, this::find);
    }

    /** When streams were last looked for: all that there were before have been found. */
    public Optional<Instant> lastLook() {
        return lastLook;
    }

    private void findOn(Optional<String> token, List<StreamDescription> found) {
        calls.make(
                () -> resources.service().listStreams(selection.prefix(), token),
                page -> foundMore(page, found),
                error -> failed(token, found, error));
    }

    private void foundMore(StreamPage page, List<StreamDescription> found) {
        failures = 0;
        page.streams().stream().filter(selection::accepts).forEach(found::add);
        if (page.nextToken().isPresent()) {
            findOn(page.nextToken(), found);
        } else {
            lastLook = Optional.of(begun);
            onFound.accept(found);
        }
    }

    private void failed(Optional<String> token, List<StreamDescription> found, Throwable error) {
        failures++;
        if (error instanceof ArchiveServiceException refusal
                && settings.retry().allowAnotherAttempt(refusal.kind(), failures)) {
            LOG.info("Looking for streams again, since {}", refusal.getMessage());
            calls.after(backoff.delayAfter(failures), () -> findOn(token, found));
        } else {
            onFailure.accept(error);
        }
    }
}
