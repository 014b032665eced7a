/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own tests of serializers, over fragments as listings tell of them. */
class ArchivedFragmentSerializerTest extends SerializerTestBase<ArchivedFragment> {

    @Override
    protected TypeSerializer<ArchivedFragment> createSerializer() {
        return ArchivedFragmentSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ArchivedFragment> getTypeClass() {
        return ArchivedFragment.class;
    }

    @Override
    protected ArchivedFragment[] getTestData() {
        return TestFrames.fragments();
    }

    /** There is no empty fragment, and nothing that could be filled. */
    @Override
    @Test
    protected void testInstantiate() {
        assertThat(ArchivedFragmentSerializer.INSTANCE.createInstance()).isNull();
    }
}
