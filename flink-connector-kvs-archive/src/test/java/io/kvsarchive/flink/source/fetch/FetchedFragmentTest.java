/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.record.ArchivedFrame;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.TestBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchedFragmentTest {

    private static final Fragment FRAGMENT = TestBodies.parsed("7", 3);

    private final AtomicInteger emitted = new AtomicInteger();

    @Test
    void holdsEachFrameAndMarksTheLastOne() {
        FetchedFragment fetched = fetched(FRAGMENT, 0, false);

        assertThat(fetched.nextSplit()).isEqualTo("s");
        assertThat(framesOf(fetched))
                .containsExactly(
                        new FetchedElement.OfFrame(frame(0), false),
                        new FetchedElement.OfFrame(frame(1), false),
                        new FetchedElement.OfFrame(frame(2), true));
        assertThat(fetched.nextRecordFromSplit()).isNull();
        assertThat(fetched.nextSplit()).isNull();
        assertThat(fetched.finishedSplits()).isEmpty();
    }

    @Test
    void passesOverWhatWasEmittedBefore() {
        FetchedFragment fetched = fetched(FRAGMENT, 2, false);

        fetched.nextSplit();
        assertThat(framesOf(fetched)).containsExactly(new FetchedElement.OfFrame(frame(2), true));
    }

    /** Whatever the filter left out: places are those among all frames of the fragment. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 3", "3, 3"})
    void beginsWithTheFirstKeptFrameThatWasNotEmittedBefore(int reached, int first) {
        List<Frame> all = TestBodies.parsed("7", 5).frames();
        FetchedFragment fetched = fetched(keeping(List.of(all.get(1), all.get(3))), reached, false);

        fetched.nextSplit();
        List<FetchedElement> frames = framesOf(fetched);
        assertThat(frames.get(0))
                .isEqualTo(
                        new FetchedElement.OfFrame(
                                new ArchivedFrame("camera", FRAGMENT.metadata(), all.get(first)),
                                first == 3));
        assertThat(frames).hasSize(first == 3 ? 1 : 2);
    }

    @Test
    void saysThatAFragmentIsDoneOfWhichNoKeptFrameIsLeft() {
        Fragment first = keeping(List.of(FRAGMENT.frames().get(0)));

        for (FetchedFragment fetched :
                List.of(fetched(first, 1, true), fetched(keeping(List.of()), 0, true))) {
            assertThat(fetched.nextSplit()).isEqualTo("s");
            assertThat(framesOf(fetched)).containsExactly(new FetchedElement.OfNoFrame("7"));
            assertThat(fetched.nextSplit()).isNull();
            assertThat(fetched.finishedSplits()).containsExactly("s");
        }
    }

    private static Fragment keeping(List<Frame> frames) {
        return new Fragment(
                FRAGMENT.metadata(),
                frames,
                FRAGMENT.frameTimes(),
                FRAGMENT.bytesRead(),
                new byte[0]);
    }

    @Test
    void saysThatAFragmentWithoutFramesIsDone() {
        FetchedFragment fetched = fetched(TestBodies.parsed("8", 0), 0, true);

        assertThat(fetched.nextSplit()).isEqualTo("s");
        assertThat(framesOf(fetched)).containsExactly(new FetchedElement.OfNoFrame("8"));
        assertThat(fetched.nextSplit()).isNull();
        assertThat(fetched.finishedSplits()).containsExactly("s");
    }

    @Test
    void finishesItsSplitWithTheLastFragment() {
        assertThat(fetched(FRAGMENT, 0, true).finishedSplits()).containsExactly("s");

        FetchedFragment finished = FetchedFragment.finished("t");
        assertThat(finished.nextSplit()).isNull();
        assertThat(finished.finishedSplits()).containsExactly("t");
        finished.recycle();
    }

    @Test
    void saysWhenItHasBeenEmitted() {
        FetchedFragment fetched = fetched(FRAGMENT, 0, false);
        assertThat(emitted).hasValue(0);

        fetched.recycle();

        assertThat(emitted).hasValue(1);
    }

    @Test
    void isNothingAsOftenAsNeeded() {
        for (int i = 0; i < 2; i++) {
            FetchedFragment nothing = FetchedFragment.nothing();
            assertThat(nothing.nextSplit()).isNull();
            assertThat(nothing.finishedSplits()).isEmpty();
            nothing.recycle();
        }
    }

    private FetchedFragment fetched(Fragment fragment, int firstFrame, boolean finishesSplit) {
        return FetchedFragment.of(
                "s",
                FragmentElements.FRAMES.of("camera", fragment, firstFrame),
                finishesSplit,
                emitted::incrementAndGet);
    }

    private static ArchivedFrame frame(int index) {
        return new ArchivedFrame("camera", FRAGMENT.metadata(), FRAGMENT.frames().get(index));
    }

    private static List<FetchedElement> framesOf(FetchedFragment fetched) {
        List<FetchedElement> frames = new ArrayList<>();
        FetchedElement frame = fetched.nextRecordFromSplit();
        while (frame != null) {
            frames.add(frame);
            frame = fetched.nextRecordFromSplit();
        }
        return frames;
    }
}
