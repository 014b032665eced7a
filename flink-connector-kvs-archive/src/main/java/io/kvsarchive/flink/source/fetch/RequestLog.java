/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.log.RepeatedMessages;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.MalformedMediaException;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator of requests for media: of each one at DEBUG, and of what goes wrong at INFO,
 * where the same trouble of a stream is told once a minute.
 */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private final RepeatedMessages repeated;

    /**
     * @param nanoClock as {@link System#nanoTime}
     */
    RequestLog(LongSupplier nanoClock) {
        this.repeated = new RepeatedMessages(LOG, nanoClock);
    }

    /**
     * A request is made.
     *
     * @param isRepeated whether all that it asks for was asked for before
     */
    void asking(StreamReference stream, List<String> numbers, boolean isRepeated) {
        String first = numbers.get(0);
        LOG.debug(
                "Stream '{}': asking {} {}",
                stream,
                isRepeated ? "again for" : "for",
                numbers.size() == 1
                        ? "fragment " + first
                        : numbers.size() + " fragments, the first of them " + first);
    }

    /** A request was refused, so long after it was made. */
    void refused(StreamReference stream, Duration time, ArchiveServiceException refusal) {
        LOG.debug(
                "Stream '{}': refused after {} ms: {}",
                stream,
                time.toMillis(),
                FragmentFailure.describe(refusal));
    }

    /** An answer has brought all that it was asked for. */
    void answered(StreamReference stream, MediaAnswer answer) {
        LOG.debug("Stream '{}': answered with {}", stream, answer.describe());
    }

    /** An answer has failed. */
    void failed(StreamReference stream, MediaAnswer answer, IOException reason) {
        LOG.debug(
                "Stream '{}': the answer failed after {}: {}",
                stream,
                answer.describe(),
                FragmentFailure.describe(reason));
    }

    /** An answer is not read on. */
    void givenUp(StreamReference stream, MediaAnswer answer) {
        LOG.debug("Stream '{}': the answer was given up after {}", stream, answer.describe());
    }

    /** A fragment is asked for alone from now on. */
    void suspected(StreamReference stream, String number, FragmentFailure failure) {
        LOG.debug(
                "Stream '{}': fragment {} is asked for alone, since {}",
                stream,
                number,
                failure.description());
    }

    /** The service said within an answer that it could not deliver something. */
    void undelivered(StreamReference stream, FragmentResult.InBandError error) {
        repeated.info(
                stream + " undelivered",
                "Stream '{}': {}",
                stream,
                FragmentFailure.describe(error));
    }

    /** What has not come is asked for again after a while. */
    void waiting(StreamReference stream, PendingFragments pending, IOException reason) {
        repeated.info(
                stream + " " + kindOf(reason),
                "Stream '{}': asking again for {}, since {}",
                stream,
                pending.describe(),
                FragmentFailure.describe(reason));
    }

    private static String kindOf(IOException reason) {
        if (reason instanceof ArchiveServiceException refusal) {
            return refusal.kind().name();
        }
        return reason instanceof MalformedMediaException malformed
                ? malformed.reason().name()
                : reason.getClass().getName();
    }
}
