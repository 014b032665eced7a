/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A fragment that is still to be read.
 *
 * @param fragmentNumber the fragment's number
 * @param producerMillis when the fragment began by the producer's clock, in milliseconds since the
 *     epoch; 0 for a fragment that was asked for by its number
 * @param serverMillis when the service began to receive it, in the same way
 * @param sizeInBytes the size that the listing tells; 0 for a fragment that was asked for by its
 *     number
 * @param durationMillis the time from the first frame to the last that the listing tells, in
 *     milliseconds; 0 for a fragment that was asked for by its number
 */
@Internal
public record FragmentToRead(
        String fragmentNumber,
        long producerMillis,
        long serverMillis,
        long sizeInBytes,
        long durationMillis) {

    public FragmentToRead {
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
    }

    public static FragmentToRead listed(ListedFragment fragment) {
        return new FragmentToRead(
                fragment.fragmentNumber(),
                fragment.producerTimestamp().toEpochMilli(),
                fragment.serverTimestamp().toEpochMilli(),
                fragment.sizeInBytes(),
                fragment.duration().toMillis());
    }

    public static FragmentToRead numbered(String fragmentNumber) {
        return new FragmentToRead(fragmentNumber, 0, 0, 0, 0);
    }

    /** What the listing tells of the fragment, as users see it. */
    public ArchivedFragment toArchivedFragment(String stream) {
        return new ArchivedFragment(
                stream,
                fragmentNumber,
                Instant.ofEpochMilli(producerMillis),
                Instant.ofEpochMilli(serverMillis),
                sizeInBytes,
                Duration.ofMillis(durationMillis));
    }

    /** By time, then by number. */
    public static Comparator<FragmentToRead> order(FragmentSelectorType clock) {
        return clock == FragmentSelectorType.PRODUCER_TIMESTAMP
                ? (one, other) -> compare(one.producerMillis, one, other.producerMillis, other)
                : (one, other) -> compare(one.serverMillis, one, other.serverMillis, other);
    }

    /** Numbers rise with ingestion and have no fixed length, so the longer is the greater. */
    private static int compare(
            long time, FragmentToRead one, long otherTime, FragmentToRead other) {
        if (time != otherTime) {
            return Long.compare(time, otherTime);
        }
        int byLength = Integer.compare(one.fragmentNumber.length(), other.fragmentNumber.length());
        return byLength == 0 ? one.fragmentNumber.compareTo(other.fragmentNumber) : byLength;
    }

    /** When the fragment began by a clock, in milliseconds since the epoch. */
    public long startMillis(FragmentSelectorType clock) {
        return clock == FragmentSelectorType.PRODUCER_TIMESTAMP ? producerMillis : serverMillis;
    }

    /**
     * When the fragment began by the producer's clock; empty for a fragment that was asked for by
     * its number.
     */
    public Optional<Instant> producerTimestamp() {
        return isListed() ? Optional.of(Instant.ofEpochMilli(producerMillis)) : Optional.empty();
    }

    /**
     * When the fragment began by the producer's clock, in milliseconds since the epoch; {@link
     * Long#MIN_VALUE} if that is not known.
     */
    public long earliestMillis() {
        return isListed() ? producerMillis : Long.MIN_VALUE;
    }

    private boolean isListed() {
        return producerMillis != 0 || serverMillis != 0 || sizeInBytes != 0 || durationMillis != 0;
    }
}
