/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a job goes on where the archive keeps data no more that it was to read. */
final class LostData {

    private static final Logger LOG = LoggerFactory.getLogger(LostData.class);

    private final LostFragmentPolicy policy;

    LostData(LostFragmentPolicy policy) {
        this.policy = policy;
    }

    /**
     * Goes on without data that is gone.
     *
     * @param what a sentence that says which data
     * @param reason what the service said of it, if it was asked
     * @throws UnavailableDataException if the policy is to fail
     */
    void goOnWithout(String what, Optional<Exception> reason) throws UnavailableDataException {
        if (policy == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    "%s Begin at a later time, or set the option '%s' to '%s' to read what is left.%s"
                            .formatted(
                                    what,
                                    KvsArchiveSourceOptions.ON_LOST_FRAGMENT.key(),
                                    LostFragmentPolicy.SKIP,
                                    reason.map(error -> " " + error.getMessage()).orElse("")),
                    reason.orElse(null));
        }
        LOG.warn("{} The job goes on with what is left.", what);
    }
}
