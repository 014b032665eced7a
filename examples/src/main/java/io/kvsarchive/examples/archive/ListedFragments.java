/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.archive;

import io.kvsarchive.flink.source.KvsArchiveSource;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.ReadOrder;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.FragmentSelectorType;
import java.time.Instant;
import java.util.Optional;

/** What streams hold by their listing, in the order of time: without media, and all of it. */
public final class ListedFragments {

    /** The latest that the source takes. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private ListedFragments() {}

    /**
     * A source of them.
     *
     * @throws IllegalArgumentException if something in the request is not allowed
     */
    public static KvsArchiveSource<ArchivedFragment> of(ArchiveRequest request) {
        return inOrderOfSelector(request)
                .ofListing()
                .addTo(KvsArchiveSource.forListing())
                .setOption(KvsArchiveSourceOptions.READ_ORDER, ReadOrder.ORDERED)
                .build();
    }

    /** Without a range, a source lists in the order in which fragments came to the service. */
    private static ArchiveRequest inOrderOfSelector(ArchiveRequest request) {
        boolean isWithoutRange = request.start().isEmpty() && request.end().isEmpty();
        return isWithoutRange && request.selectorType() == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? request.between(Optional.of(Instant.EPOCH), Optional.of(LATEST))
                : request;
    }
}
