/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.media.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own tests of serializers, over frames with all that can be in them. */
class ArchivedFrameSerializerTest extends SerializerTestBase<ArchivedFrame> {

    @Override
    protected TypeSerializer<ArchivedFrame> createSerializer() {
        return ArchivedFrameSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ArchivedFrame> getTypeClass() {
        return ArchivedFrame.class;
    }

    @Override
    protected ArchivedFrame[] getTestData() {
        return TestFrames.all();
    }

    /** There is no empty frame, and nothing that could be filled. */
    @Override
    @Test
    protected void testInstantiate() {
        assertThat(ArchivedFrameSerializer.INSTANCE.createInstance()).isNull();
    }

    @Test
    void keepsAllThatAFrameSays() throws Exception {
        for (ArchivedFrame frame : TestFrames.all()) {
            ArchivedFrame read = read(written(frame));

            assertThat(read).isEqualTo(frame);
            assertThat(read.frame().track())
                    .isSameAs(
                            read.fragment()
                                    .tracks()
                                    .get(frame.fragment().tracks().indexOf(frame.frame().track())));
        }
    }

    @Test
    void refusesAFrameWhoseTrackItsFragmentDoesNotHave() {
        ArchivedFrame frame = TestFrames.all()[0];
        Frame ofAnotherTrack =
                new Frame(0, TestFrames.AUDIO, frame.frame().timestamp(), true, new byte[0]);

        assertThatThrownBy(
                        () ->
                                written(
                                        new ArchivedFrame(
                                                frame.stream(), frame.fragment(), ofAnotherTrack)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        frame.fragment().fragmentNumber(), "track 9223372036854775807");
    }

    @Test
    void doesNotTakeDamagedBytesForAFrame() throws Exception {
        ArchivedFrame frame = TestFrames.withPayload(new byte[0]);
        byte[] bytes = written(frame);
        int trackAt = bytes.length - 4 - 1 - 12 - 4;
        bytes[trackAt + 3] = 77;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("track 77 of 1");
    }

    @Test
    void tellsOptionalPartsThatAreEmptyFromThoseThatAreNotThere() throws Exception {
        ArchivedFrame read = read(written(TestFrames.all()[4]));

        assertThat(List.of(read.frame().track().name(), read.fragment().tracks().get(1).name()))
                .containsExactly(Optional.of(""), Optional.empty());
    }

    private static byte[] written(ArchivedFrame frame) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        ArchivedFrameSerializer.INSTANCE.serialize(frame, target);
        return target.getCopyOfBuffer();
    }

    private static ArchivedFrame read(byte[] bytes) throws IOException {
        return ArchivedFrameSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes));
    }
}
