/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KvsArchiveSplitStateTest {

    private static final KvsArchiveSplit SPLIT = split(Optional.empty(), "1", "2", "3");

    private final KvsArchiveSplitState state = new KvsArchiveSplitState(SPLIT);

    @Test
    void isTheSplitBeforeAnythingIsEmitted() {
        assertThat(state.toSplit()).isEqualTo(SPLIT);
    }

    @Test
    void knowsTheNextFrameOfTheFragmentThatIsBeingEmitted() {
        state.frameEmitted("1", 0);
        state.frameEmitted("1", 1);

        assertThat(state.toSplit())
                .isEqualTo(split(Optional.of(new FragmentProgress("1", 2)), "1", "2", "3"));
    }

    @Test
    void leavesOutWhatHasBeenEmittedInWhateverOrder() {
        state.frameEmitted("2", 0);
        state.fragmentDone("2");
        assertThat(state.toSplit()).isEqualTo(split(Optional.empty(), "1", "3"));

        state.frameEmitted("3", 4);
        assertThat(state.toSplit())
                .isEqualTo(split(Optional.of(new FragmentProgress("3", 5)), "1", "3"));

        state.fragmentDone("3");
        state.fragmentDone("1");
        assertThat(state.toSplit()).isEqualTo(split(Optional.empty()));
    }

    @Test
    void goesOnFromARestoredSplit() {
        KvsArchiveSplit restored = split(Optional.of(new FragmentProgress("2", 5)), "2", "3");

        assertThat(new KvsArchiveSplitState(restored).toSplit()).isEqualTo(restored);
    }

    private static KvsArchiveSplit split(Optional<FragmentProgress> progress, String... numbers) {
        return new KvsArchiveSplit(
                "s",
                1,
                new StreamReference("camera"),
                Optional.empty(),
                Optional.of(URI.create("http://media.test")),
                Arrays.stream(numbers).map(FragmentToRead::numbered).toList(),
                progress);
    }
}
