/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class KvsArchiveFragmentDeserializationSchemaTest {

    @Test
    void handsFragmentsOnAsTheyAre() throws Exception {
        WholeFragment fragment = TestFrames.wholeFragments()[1];
        List<WholeFragment> records = new ArrayList<>();

        KvsArchiveFragmentDeserializationSchema.fragments()
                .deserialize(fragment, new ListCollector<>(records));
        KvsArchiveFragmentDeserializationSchema.fragmentsWithDocument()
                .deserialize(fragment, new ListCollector<>(records));

        assertThat(records).hasSize(2).allSatisfy(record -> assertThat(record).isSameAs(fragment));
    }

    @Test
    void saysWhetherItNeedsDocuments() throws Exception {
        assertThat(
                        InstantiationUtil.clone(KvsArchiveFragmentDeserializationSchema.fragments())
                                .needsDocument())
                .isFalse();
        assertThat(
                        InstantiationUtil.clone(
                                        KvsArchiveFragmentDeserializationSchema
                                                .fragmentsWithDocument())
                                .needsDocument())
                .isTrue();
    }

    @Test
    void makesNothingOfALoss() throws Exception {
        List<WholeFragment> records = new ArrayList<>();

        KvsArchiveFragmentDeserializationSchema.fragments()
                .onLostFragment(
                        new LostFragment(
                                "camera",
                                "7",
                                Optional.empty(),
                                100,
                                0,
                                LostFragment.Cause.REFUSED,
                                "no such fragment"),
                        new ListCollector<>(records));

        assertThat(records).isEmpty();
    }
}
