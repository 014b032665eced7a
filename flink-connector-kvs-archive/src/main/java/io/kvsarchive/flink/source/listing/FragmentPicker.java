/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.record.ArchivedFragment;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks the fragments that are to be read: those that the filter accepts, and of them as many as
 * the sampling says.
 */
final class FragmentPicker {

    private final String stream;
    private final FragmentSelectorType clock;
    private final Instant earliestProducerTimestamp;
    private final ArchivedFragment.Filter filter;
    private final Sampler sampler;

    FragmentPicker(StreamReference stream, ListingPosition position, ListingSettings settings) {
        this.stream = stream.name();
        this.clock = position.clock();
        this.earliestProducerTimestamp = position.earliestProducerTimestamp();
        this.filter = settings.filter();
        this.sampler = new Sampler(settings.sampling(), position.samplingState());
    }

    /**
     * Picks from what follows all that was picked from before.
     *
     * @param found in any order
     * @return in order of time
     */
    List<FragmentToRead.Listed> pick(List<ListedFragment> found) {
        List<FragmentToRead.Listed> picked = new ArrayList<>(found.size());
        for (ListedFragment fragment : found) {
            if (isWanted(fragment)) {
                picked.add(FragmentToRead.listed(fragment));
            }
        }
        picked.sort(FragmentToRead.order(clock));
        picked.removeIf(fragment -> !sampler.pick(fragment.startMillis(clock)));
        return picked;
    }

    private boolean isWanted(ListedFragment fragment) {
        return !fragment.producerTimestamp().isBefore(earliestProducerTimestamp)
                && filter.accepts(
                        new ArchivedFragment(
                                stream,
                                fragment.fragmentNumber(),
                                fragment.producerTimestamp(),
                                fragment.serverTimestamp(),
                                fragment.sizeInBytes(),
                                fragment.duration()));
    }

    /** What tells whether the next fragment is picked. */
    long samplingState() {
        return sampler.state();
    }

    /** With what a fragment that was picked is picked again, and those after it are, too. */
    long samplingStateBefore(FragmentToRead.Listed fragment) {
        return sampler.stateBefore(fragment.startMillis(clock));
    }
}
