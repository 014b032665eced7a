/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.media.Fragment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the last fragment of an answer is whole, where nothing in its bytes does. If nothing
 * else does either, it is taken only when a second answer ends in the same place: after as many
 * bytes, whichever frames are kept of them.
 */
final class WholenessProof {

    private static final Duration LISTING_PRECISION = Duration.ofMillis(1);

    private @Nullable Fragment unproven;

    /**
     * Checks the last fragment of an answer.
     *
     * @throws IncompleteAnswerException if nothing proves that it is whole
     */
    void check(Fragment fragment, MediaAnswer answer, PendingFragments pending)
            throws IncompleteAnswerException {
        if (isProvenByTheEnd(fragment, answer, pending) || fragment.equals(unproven)) {
            return;
        }
        unproven = fragment;
        throw new IncompleteAnswerException(
                "nothing proves that fragment %s was whole when the answer ended"
                        .formatted(fragment.metadata().fragmentNumber()));
    }

    /**
     * A clean end of the body proves nothing by itself: a server may end it early and in peace. Nor
     * is the listing exact, so what falls short of it may still be whole.
     */
    private static boolean isProvenByTheEnd(
            Fragment fragment, MediaAnswer answer, PendingFragments pending) {
        String number = fragment.metadata().fragmentNumber();
        Optional<FragmentToRead.Listed> listed =
                pending.find(number)
                        .filter(FragmentToRead.Listed.class::isInstance)
                        .map(FragmentToRead.Listed.class::cast);
        return answer.endIsDelimited()
                && (listed.isPresent()
                        ? !isShorter(fragment, listed.get())
                        : answer.excusesAllBut(number, pending.asked()));
    }

    /**
     * The listing's duration is that from the first frame to the last, and its size that of the
     * fragment's bytes: a fragment that ended early lacks something of either.
     */
    private static boolean isShorter(Fragment fragment, FragmentToRead.Listed listed) {
        long durationMillis =
                fragment.frameTimes()
                        .map(times -> Duration.between(times.first(), times.last()))
                        .map(duration -> duration.plus(LISTING_PRECISION).toMillis())
                        .orElse(0L);
        return durationMillis < listed.durationMillis()
                || fragment.bytesRead() < listed.sizeInBytes();
    }
}
