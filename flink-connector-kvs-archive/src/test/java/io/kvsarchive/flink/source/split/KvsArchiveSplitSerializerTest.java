/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.service.StreamReference;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RpcOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KvsArchiveSplitSerializerTest {

    private static final String NUMBER = "91343852333181432392682062607743920146159169392";

    private final KvsArchiveSplitSerializer serializer = new KvsArchiveSplitSerializer();

    static Stream<KvsArchiveSplit> splits() {
        FragmentToRead fragment =
                new FragmentToRead.Listed(
                        NUMBER, 1511852108513L, 1511852109001L, 50_000_000_000L, 1796);
        return Stream.of(
                split("camera", List.of(fragment), Optional.empty()),
                split("camera", List.of(), Optional.empty()),
                split(
                        "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/camera/1580000000000",
                        List.of(fragment, FragmentToRead.numbered("2")),
                        Optional.of(new FragmentProgress(NUMBER, 71))),
                split(
                        "camera",
                        IntStream.range(0, 1000)
                                .<FragmentToRead>mapToObj(
                                        i ->
                                                new FragmentToRead.Listed(
                                                        NUMBER + i, -i, 3L * i, i, 2L * i))
                                .toList(),
                        Optional.of(new FragmentProgress(NUMBER + 3, Integer.MAX_VALUE))));
    }

    @ParameterizedTest
    @MethodSource("splits")
    void readsWhatItWrote(KvsArchiveSplit split) throws Exception {
        byte[] bytes = serializer.serialize(split);

        assertThat(serializer.deserialize(serializer.getVersion(), bytes)).isEqualTo(split);
    }

    /** Of as many fragments as a request may name. A longer message would end the job. */
    @Test
    void staysFarBelowTheLongestMessageThatFlinkSends() throws Exception {
        KvsArchiveSplit longest = splits().skip(3).findFirst().orElseThrow();
        long longestMessage = MemorySize.parse(RpcOptions.FRAMESIZE.defaultValue()).getBytes();
        assertThat(longest.fragments()).hasSize(1000);

        assertThat(serializer.serialize(longest).length).isLessThan((int) (longestMessage / 50));
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The state holds a split of version 2, this connector reads version 1:"
                                + " restore it with the connector that wrote it, or a newer one");
        assertThatThrownBy(() -> KvsArchiveSplitSerializer.readFragments(0, noFragments()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The state holds a split of version 0,");
    }

    private static DataInput noFragments() {
        return new DataInputStream(new ByteArrayInputStream(new byte[4]));
    }

    private static KvsArchiveSplit split(
            String stream, List<FragmentToRead> fragments, Optional<FragmentProgress> progress) {
        return new KvsArchiveSplit(
                "3-12-1",
                1,
                new StreamReference(stream),
                Optional.of(stream).filter(text -> text.startsWith("arn:")),
                Optional.of(URI.create("https://b-1a2b3c4d.kinesisvideo.eu-west-1.amazonaws.com")),
                fragments,
                progress);
    }
}
