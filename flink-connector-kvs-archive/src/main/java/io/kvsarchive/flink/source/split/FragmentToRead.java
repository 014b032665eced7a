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

/** A fragment that is still to be read. */
@Internal
public sealed interface FragmentToRead {

    /**
     * A fragment that a listing has found.
     *
     * @param producerMillis when it began by the producer's clock, in milliseconds since the epoch
     * @param serverMillis when the service began to receive it, in the same way
     * @param durationMillis the time from the first frame to the last, in milliseconds
     */
    record Listed(
            String fragmentNumber,
            long producerMillis,
            long serverMillis,
            long sizeInBytes,
            long durationMillis)
            implements FragmentToRead {

        public Listed {
            Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        }

        @Override
        public long startMillis(FragmentSelectorType clock) {
            return clock == FragmentSelectorType.PRODUCER_TIMESTAMP ? producerMillis : serverMillis;
        }

        @Override
        public Optional<Instant> producerTimestamp() {
            return Optional.of(Instant.ofEpochMilli(producerMillis));
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
    }

    /** A fragment that was asked for by its number, which is all that is known of it. */
    record Numbered(String fragmentNumber) implements FragmentToRead {

        public Numbered {
            Objects.requireNonNull(fragmentNumber, "fragmentNumber");
        }

        @Override
        public long startMillis(FragmentSelectorType clock) {
            return Long.MIN_VALUE;
        }

        @Override
        public Optional<Instant> producerTimestamp() {
            return Optional.empty();
        }

        @Override
        public long sizeInBytes() {
            return 0;
        }
    }

    static Listed listed(ListedFragment fragment) {
        return new Listed(
                fragment.fragmentNumber(),
                fragment.producerTimestamp().toEpochMilli(),
                fragment.serverTimestamp().toEpochMilli(),
                fragment.sizeInBytes(),
                fragment.duration().toMillis());
    }

    static FragmentToRead numbered(String fragmentNumber) {
        return new Numbered(fragmentNumber);
    }

    /** The fragment's number. */
    String fragmentNumber();

    /**
     * When the fragment began by a clock, in milliseconds since the epoch; {@link Long#MIN_VALUE}
     * if that is not known.
     */
    long startMillis(FragmentSelectorType clock);

    /** When the fragment began by the producer's clock, if that is known. */
    Optional<Instant> producerTimestamp();

    /** The size that the listing tells; 0 if none has told of the fragment. */
    long sizeInBytes();

    /**
     * When the fragment began by the producer's clock, in milliseconds since the epoch; {@link
     * Long#MIN_VALUE} if that is not known.
     */
    default long earliestMillis() {
        return startMillis(FragmentSelectorType.PRODUCER_TIMESTAMP);
    }

    /** By time, then by number. What began at a time that is not known is first. */
    static Comparator<FragmentToRead> order(FragmentSelectorType clock) {
        return (one, other) -> {
            int byTime = Long.compare(one.startMillis(clock), other.startMillis(clock));
            return byTime == 0
                    ? compareNumbers(one.fragmentNumber(), other.fragmentNumber())
                    : byTime;
        };
    }

    /** Numbers rise with ingestion and have no fixed length, so the longer is the greater. */
    private static int compareNumbers(String one, String other) {
        int byLength = Integer.compare(one.length(), other.length());
        return byLength == 0 ? one.compareTo(other) : byLength;
    }
}
