/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.UnavailableDataException;
import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.ServiceErrorKind;
import java.io.IOException;
import java.util.List;

/**
 * What becomes of fragments of a split that can't be had: the job fails, or they are skipped, and
 * told as lost.
 */
final class LossPolicy {

    private final KvsArchiveSplit split;
    private final LostFragmentPolicy lostFragments;
    private final BrokenStreamPolicy brokenStreams;

    LossPolicy(KvsArchiveSplit split, ReaderSettings settings) {
        this.split = split;
        this.lostFragments = settings.lostFragments();
        this.brokenStreams = settings.brokenStreams();
    }

    /**
     * What becomes of a fragment.
     *
     * @param lastFailure that of the last attempt to read it
     * @throws UnavailableDataException if the job is to fail
     */
    SplitResult ofFragment(FragmentToRead fragment, int attempts, FragmentFailure lastFailure)
            throws UnavailableDataException {
        String description =
                "not read in %s attempts, the last one: %s"
                        .formatted(attempts, lastFailure.description());
        if (lostFragments == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    ("Stream '%s': fragment %s is lost (%s): %s. To go on without such fragments,"
                                    + " set the option '%s' to '%s'; to try for longer, raise"
                                    + " '%s'.")
                            .formatted(
                                    split.stream(),
                                    fragment.fragmentNumber(),
                                    lastFailure.cause(),
                                    description,
                                    KvsArchiveSourceOptions.ON_LOST_FRAGMENT.key(),
                                    LostFragmentPolicy.SKIP,
                                    KvsArchiveSourceOptions.RETRY_MAX_ATTEMPTS.key()),
                    null);
        }
        return lost(fragment, lastFailure.cause(), description);
    }

    /**
     * What becomes of all that is left of the split where the service refuses the stream.
     *
     * @throws IOException if the job is to fail: for good if there is no such stream
     */
    List<SplitResult> ofBrokenStream(List<FragmentToRead> left, ArchiveServiceException refusal)
            throws IOException {
        String reason = FragmentFailure.describe(refusal);
        if (brokenStreams == BrokenStreamPolicy.FAIL) {
            throw refusal.kind() == ServiceErrorKind.NOT_FOUND
                    ? new UnavailableDataException(reason, refusal)
                    : refusal;
        }
        return left.stream()
                .map(fragment -> lost(fragment, LostFragment.Cause.REFUSED, reason))
                .toList();
    }

    private SplitResult lost(
            FragmentToRead fragment, LostFragment.Cause cause, String description) {
        return new SplitResult.Lost(
                new LostFragment(
                        split.stream().name(),
                        fragment.fragmentNumber(),
                        fragment.producerTimestamp(),
                        fragment.sizeInBytes(),
                        split.emittedFrames(fragment.fragmentNumber()),
                        cause,
                        description));
    }
}
