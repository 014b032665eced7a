/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own tests of serializers, over fragments with all that can be in them. */
class WholeFragmentSerializerTest extends SerializerTestBase<WholeFragment> {

    @Override
    protected TypeSerializer<WholeFragment> createSerializer() {
        return WholeFragmentSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<WholeFragment> getTypeClass() {
        return WholeFragment.class;
    }

    @Override
    protected WholeFragment[] getTestData() {
        return TestFrames.wholeFragments();
    }

    /** There is no empty fragment, and nothing that could be filled. */
    @Override
    @Test
    protected void testInstantiate() {
        assertThat(WholeFragmentSerializer.INSTANCE.createInstance()).isNull();
    }

    @Test
    void keepsAllThatAFragmentSays() throws Exception {
        for (WholeFragment fragment : TestFrames.wholeFragments()) {
            WholeFragment read = read(written(fragment));

            assertThat(read.stream()).isEqualTo(fragment.stream());
            assertThat(read.fragment()).isEqualTo(fragment.fragment());
            assertThat(read.frames()).isEqualTo(fragment.frames());
            assertThat(read.document()).isEqualTo(fragment.document());
            assertThat(read.frames())
                    .allSatisfy(
                            frame ->
                                    assertThat(read.fragment().tracks())
                                            .anySatisfy(
                                                    track ->
                                                            assertThat(track)
                                                                    .isSameAs(frame.track())));
        }
    }

    @Test
    void refusesAFrameWhoseTrackItsFragmentDoesNotHave() {
        ArchivedFrame[] frames = TestFrames.all();
        WholeFragment fragment =
                new WholeFragment(
                        "camera",
                        frames[0].fragment(),
                        List.of(frames[0].frame(), frames[3].frame()),
                        new byte[0]);

        assertThatThrownBy(() -> written(fragment))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        fragment.fragment().fragmentNumber(),
                        "Frame 2",
                        "track 9223372036854775807");
    }

    private static byte[] written(WholeFragment fragment) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(64);
        WholeFragmentSerializer.INSTANCE.serialize(fragment, target);
        return target.getCopyOfBuffer();
    }

    private static WholeFragment read(byte[] bytes) throws IOException {
        DataInputDeserializer source = new DataInputDeserializer(bytes);
        WholeFragment fragment = WholeFragmentSerializer.INSTANCE.deserialize(source);
        assertThat(source.available()).isZero();
        return fragment;
    }
}
