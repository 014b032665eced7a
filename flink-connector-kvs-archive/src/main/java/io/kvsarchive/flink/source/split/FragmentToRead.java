/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A fragment that is still to be read.
 *
 * @param number the fragment's number
 * @param startMillis when the fragment began, in milliseconds since the epoch, by the clock that
 *     the job selects fragments by; 0 for a fragment that was asked for by its number
 * @param sizeInBytes the size that the listing tells; 0 for a fragment that was asked for by its
 *     number
 * @param lengthMillis the time from the first frame to the last that the listing tells, in
 *     milliseconds; 0 for a fragment that was asked for by its number
 */
@Internal
public record FragmentToRead(String number, long startMillis, long sizeInBytes, long lengthMillis) {

    /**
     * By time, then by number. Numbers rise with ingestion and have no fixed length, so the longer
     * is the greater.
     */
    public static final Comparator<FragmentToRead> ORDER =
            Comparator.comparingLong(FragmentToRead::startMillis)
                    .thenComparingInt(fragment -> fragment.number().length())
                    .thenComparing(FragmentToRead::number);

    public FragmentToRead {
        Objects.requireNonNull(number, "number");
    }

    public static FragmentToRead listed(ListedFragment fragment, FragmentSelectorType type) {
        return new FragmentToRead(
                fragment.number(),
                fragment.timestamp(type).toEpochMilli(),
                fragment.sizeInBytes(),
                fragment.duration().toMillis());
    }

    public static FragmentToRead numbered(String number) {
        return new FragmentToRead(number, 0, 0, 0);
    }

    /** When the fragment began; empty for a fragment that was asked for by its number. */
    public Optional<Instant> start() {
        boolean isListed = startMillis != 0 || sizeInBytes != 0 || lengthMillis != 0;
        return isListed ? Optional.of(Instant.ofEpochMilli(startMillis)) : Optional.empty();
    }
}
