/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.flink.source.split.KvsArchiveSplitState;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

/** A watermark is the earliest of what a reader holds and of what nobody holds. */
class SourceWatermarksTest {

    private final Counter lateFrames = new SimpleCounter();
    private final SourceWatermarks<String> watermarks =
            new SourceWatermarks<>(Duration.ofMillis(10), lateFrames);
    private final MultiplexedOutput output = new MultiplexedOutput(false);

    @Test
    void saysNothingBeforeItIsToldWhatIsLeft() {
        watermarks.added(split("a", 100, 200));

        emit();
        assertThat(output.watermarks()).isEmpty();

        watermarks.told(150);
        emit();
        assertThat(output.watermarks()).containsExactly(89L);
    }

    @Test
    void followsTheEarliestFragmentThatIsNotDone() {
        KvsArchiveSplitState first = split("a", 100, 300, 200);
        watermarks.added(first);
        watermarks.added(split("b", 400));
        watermarks.told(1000);
        emit();
        done(first, "300");
        emit();
        done(first, "100");
        emit();
        done(first, "200");
        watermarks.finished(Set.of("a"));
        emit();
        watermarks.finished(Set.of("b"));
        emit();

        assertThat(output.watermarks()).containsExactly(89L, 189L, 389L, 989L);
    }

    @Test
    void followsWhatIsToldWhileItHoldsNothing() {
        watermarks.told(100);
        assertThat(watermarks.isDue()).isTrue();
        emit();
        assertThat(watermarks.isDue()).isFalse();
        watermarks.told(250);
        emit();

        assertThat(output.watermarks()).containsExactly(89L, 239L);
    }

    /** A stream that was found just now may have older fragments than are left otherwise. */
    @Test
    void neverGoesBack() {
        watermarks.told(500);
        emit();
        watermarks.told(100);
        emit();
        watermarks.told(501);
        emit();

        assertThat(output.watermarks()).containsExactly(489L, 490L);
    }

    @Test
    void leavesTheEndToFlink() {
        KvsArchiveSplitState last = split("a", 100);
        watermarks.added(last);
        watermarks.told(Long.MAX_VALUE);
        emit();
        done(last, "100");
        emit();
        watermarks.finished(Set.of("a"));
        emit();

        assertThat(output.watermarks()).containsExactly(89L);
    }

    @Test
    void saysNothingWhileItHoldsFragmentsWhoseTimesAreNotKnown() {
        KvsArchiveSplitState numbered = state("a", List.of(FragmentToRead.numbered("7")));
        watermarks.added(numbered);
        watermarks.told(100);
        emit();
        assertThat(output.watermarks()).isEmpty();

        done(numbered, "7");
        emit();
        assertThat(output.watermarks()).containsExactly(89L);
    }

    @Test
    void countsFramesThatAreBehind() {
        watermarks.told(100);
        watermarks.emitting(89);
        emit();
        watermarks.emitting(90);
        watermarks.emitting(89);
        watermarks.emitting(-5);

        assertThat(lateFrames.getCount()).isEqualTo(2);
    }

    private void done(KvsArchiveSplitState split, String fragment) {
        split.fragmentDone(fragment);
        watermarks.fragmentDone();
    }

    private void emit() {
        watermarks.emit(output);
    }

    /** Fragments whose numbers are their starts. */
    private static KvsArchiveSplitState split(String splitId, long... startMillis) {
        List<FragmentToRead> fragments = new ArrayList<>();
        for (long start : startMillis) {
            fragments.add(new FragmentToRead.Listed(Long.toString(start), start, 0, 1000, 100));
        }
        return state(splitId, fragments);
    }

    private static KvsArchiveSplitState state(String splitId, List<FragmentToRead> fragments) {
        return new KvsArchiveSplitState(
                new KvsArchiveSplit(
                        splitId,
                        1,
                        new StreamReference("camera"),
                        Optional.empty(),
                        Optional.empty(),
                        fragments,
                        Optional.empty()));
    }
}
