/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.config;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.annotation.Internal;

/**
 * How streams are listed, and which of their fragments are read.
 *
 * @param pageSize how many fragments one page of a listing asks for at most
 * @param lateness how long after its server timestamp a fragment may become visible and still be
 *     found, where the listing follows the live edge of a stream
 * @param filter accepts the fragments that are read
 * @param sampling how many of them
 * @param lostFragments what to do where data is known to be gone
 */
@Internal
public record ListingSettings(
        int pageSize,
        Duration lateness,
        ArchivedFragment.Filter filter,
        FragmentSampling sampling,
        LostFragmentPolicy lostFragments)
        implements Serializable {

    /** Asked for more results at a time, the service refuses. */
    private static final int MAX_RESULTS_OF_SERVICE = 1000;

    static ListingSettings of(CheckedOptions options, ArchivedFragment.Filter filter) {
        return new ListingSettings(
                options.between(
                        KvsArchiveSourceOptions.LISTING_PAGE_SIZE, 1, MAX_RESULTS_OF_SERVICE),
                options.positive(KvsArchiveSourceOptions.UNBOUNDED_LATENESS),
                filter,
                FragmentSampling.of(options),
                options.get(KvsArchiveSourceOptions.ON_LOST_FRAGMENT));
    }
}
