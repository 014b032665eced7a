/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.kvsarchive.media.Frame;
import io.kvsarchive.media.Track;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeFragmentTest {

    private static final ArchivedFrame FRAME = TestFrames.all()[0];

    private static WholeFragment fragment(byte... document) {
        return new WholeFragment("camera", FRAME.fragment(), List.of(FRAME.frame()), document);
    }

    private static Frame frame(int index, Track track) {
        return new Frame(index, track, FRAME.frame().timestamp(), true, new byte[0]);
    }

    @Test
    void isEqualByTheBytesOfItsDocument() {
        WholeFragment fragment = fragment((byte) 1, (byte) 2);

        assertThat(fragment).isEqualTo(fragment((byte) 1, (byte) 2));
        assertThat(fragment).hasSameHashCodeAs(fragment((byte) 1, (byte) 2));
        assertThat(fragment).isNotEqualTo(fragment((byte) 1, (byte) 3));
        assertThat(fragment).isNotEqualTo(fragment());
    }

    @Test
    void differsByAllElse() {
        assertThat(TestFrames.wholeFragments()).doesNotHaveDuplicates();
        WholeFragment fragment = fragment();
        assertThat(fragment)
                .isNotEqualTo(
                        new WholeFragment(
                                "door", fragment.fragment(), fragment.frames(), new byte[0]))
                .isNotEqualTo(
                        new WholeFragment("camera", fragment.fragment(), List.of(), new byte[0]))
                .isNotEqualTo(
                        new WholeFragment(
                                "camera",
                                TestFrames.all()[2].fragment(),
                                fragment.frames(),
                                new byte[0]));
    }

    @Test
    void groupsItsFramesByTrack() {
        Frame audio = frame(0, TestFrames.AUDIO);
        Frame video = frame(1, TestFrames.VIDEO);
        Frame text = frame(2, TestFrames.TEXT);
        Frame laterVideo = frame(3, TestFrames.VIDEO);
        WholeFragment fragment =
                new WholeFragment(
                        "camera",
                        TestFrames.all()[2].fragment(),
                        List.of(audio, video, text, laterVideo),
                        new byte[0]);

        assertThat(fragment.framesByTrack())
                .containsExactly(
                        entry(TestFrames.VIDEO, List.of(video, laterVideo)),
                        entry(TestFrames.TEXT, List.of(text)),
                        entry(TestFrames.AUDIO, List.of(audio)));
    }

    @Test
    void hasNoEntryForATrackWithoutFrames() {
        assertThat(fragment().framesByTrack())
                .containsExactly(entry(TestFrames.VIDEO, List.of(FRAME.frame())));
    }

    @Test
    void tellsTheSizeOfItsDocumentAndNotItsBytes() {
        assertThat(fragment(new byte[1000]).toString())
                .startsWith("WholeFragment{stream=camera, fragment=")
                .endsWith(", documentSize=1000}");
    }
}
