/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.discovery;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.service.StreamDescription;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a stream is still the one that the job began to read, and whether it is to be read at
 * all. For the coordinator's thread.
 */
final class StreamIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(StreamIdentity.class);

    private final StreamReference stream;
    private final Optional<StreamDescription.Filter> filter;
    private final LostFragmentPolicy lostFragments;
    private Optional<String> arn;
    private boolean isChecked;

    /**
     * @param arn which stream it was when it was first listed, where that is known
     * @param filter accepts the stream by its description; empty if it needs none
     * @param lostFragments what to do where it is another stream now
     * @param isChecked whether it is known that the stream is the same, and is to be read
     */
    StreamIdentity(
            StreamReference stream,
            Optional<String> arn,
            Optional<StreamDescription.Filter> filter,
            LostFragmentPolicy lostFragments,
            boolean isChecked) {
        this.stream = stream;
        this.arn = arn;
        this.filter = filter;
        this.lostFragments = lostFragments;
        this.isChecked = isChecked;
    }

    StreamReference stream() {
        return stream;
    }

    /** Which stream the job reads, where that is known. */
    Optional<String> arn() {
        return arn;
    }

    /** Whether the service has to be asked before. An ARN says by itself which stream it is. */
    boolean needsDescription() {
        return !isChecked && (filter.isPresent() || !stream.isArn());
    }

    /**
     * Takes what the service says of the stream, the first time that it says something.
     *
     * @param description empty if the service was not asked, or the job may not ask
     * @return whether the stream is to be read
     * @throws UnavailableDataException if it is another stream now, and the policy is to fail
     * @throws IOException if it can't be told whether the stream is to be read
     */
    boolean check(Optional<StreamDescription> description) throws IOException {
        if (isChecked) {
            return true;
        }
        isChecked = true;
        Optional<String> now = description.map(StreamDescription::arn).or(this::arnByReference);
        if (now.isPresent()) {
            if (arn.isPresent() && !arn.equals(now)) {
                isAnother(arn.get(), now.get());
            }
            arn = now;
        }
        return filter.isEmpty() || isAccepted(filter.get(), description);
    }

    private Optional<String> arnByReference() {
        return stream.isArn() ? Optional.of(stream.text()) : Optional.empty();
    }

    private boolean isAccepted(
            StreamDescription.Filter accepting, Optional<StreamDescription> description)
            throws IOException {
        if (description.isEmpty()) {
            throw new IOException(
                    ("Stream '%s': whether it is to be read can't be told without the permission"
                         + " kinesisvideo:DescribeStream, which the stream filter needs.")
                            .formatted(stream));
        }
        boolean isAccepted = accepting.accepts(description.get());
        if (!isAccepted) {
            LOG.info("Stream '{}' is not read: the stream filter rejects it", stream);
        }
        return isAccepted;
    }

    private void isAnother(String before, String now) throws UnavailableDataException {
        String what =
                ("Stream '%s' was deleted and created again since the job began to read it: it was"
                                + " %s and is %s. What the job had not read of the former is gone.")
                        .formatted(stream, before, now);
        if (lostFragments == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    ("%s Start the job without its state, or set the option '%s' to '%s' to go on"
                                    + " with the new stream.")
                            .formatted(
                                    what,
                                    KvsArchiveSourceOptions.ON_LOST_FRAGMENT.key(),
                                    LostFragmentPolicy.SKIP),
                    null);
        }
        LOG.warn("{} The job goes on with the new stream.", what);
    }
}
