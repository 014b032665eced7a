/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static io.kvsarchive.media.Element.bytesOf;
import static io.kvsarchive.media.Element.concat;
import static io.kvsarchive.media.Matroska.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In whatever portions the bytes come, the fragments are the same, and are copied once. */
class ChunkingTest {

    private static Bodies parse(InputStream body, boolean keepsDocuments) throws IOException {
        return keepsDocuments
                ? Bodies.parseWithDocuments(body)
                : Bodies.parse(body, ParserLimits.DEFAULT);
    }

    private static Bodies parse(byte[] body, boolean keepsDocuments) throws IOException {
        return parse(new ByteArrayInputStream(body), keepsDocuments);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotDependOnTheSizeOfThePortions(boolean keepsDocuments) throws IOException {
        byte[] body = SampleBodies.varied();
        Bodies whole = parse(body, keepsDocuments);
        assertThat(whole.failure()).isEmpty();
        assertThat(whole.results()).hasSizeGreaterThan(5);

        for (int portion = 1; portion <= body.length; portion++) {
            assertThat(parse(new Portions(body, portion), keepsDocuments))
                    .as("portions of %s bytes", portion)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotDependOnWhereTheBodyIsSplit(boolean keepsDocuments) throws IOException {
        byte[] body = concat(SampleBodies.unknownSizes(), SampleBodies.errors());
        Bodies whole = parse(body, keepsDocuments);

        for (int split = 0; split <= body.length; split++) {
            InputStream parts =
                    new SequenceInputStream(
                            new ByteArrayInputStream(body, 0, split),
                            new ByteArrayInputStream(body, split, body.length - split));
            assertThat(parse(parts, keepsDocuments)).as("split at %s", split).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotDependOnPortionsAroundTheBuffersSize(boolean keepsDocuments) throws IOException {
        byte[] body = SampleBodies.large();
        Bodies whole = parse(body, keepsDocuments);
        assertThat(whole.failure()).isEmpty();

        for (int portion : new int[] {1, 1460, 8192, 65_535, 65_536, 65_537, 200_000}) {
            assertThat(parse(new Portions(body, portion), keepsDocuments))
                    .as("portions of %s bytes", portion)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatTheBufferDoesNotHoldStraightIntoTheFrame(boolean keepsDocuments)
            throws IOException {
        byte[] first = payload(300_000, 5);
        byte[] second = payload(200_000, 6);
        byte[] body = bytesOf(SampleBodies.fragment("1", first, second));
        List<byte[]> targets = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        InputStream recording =
                new Portions(body, Integer.MAX_VALUE) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        int read = super.read(target, offset, length);
                        targets.add(target);
                        lengths.add(read);
                        return read;
                    }
                };

        Bodies parsed = parse(recording, keepsDocuments);

        List<Frame> frames = Bodies.fragment(parsed.results().get(0)).frames();
        assertThat(frames).extracting(Frame::payload).containsExactly(first, second);
        assertThat(targets.get(1)).isSameAs(frames.get(0).payload());
        assertThat(targets.get(3)).isSameAs(frames.get(1).payload());
        // Each fill of the buffer is small, but the first one holds what comes before the frame.
        assertThat(lengths.get(0)).isEqualTo(1024);
        assertThat(lengths.get(1)).isEqualTo(first.length - 1024 + indexOf(body, first));
        assertThat(lengths.get(2)).isEqualTo(1024);
    }

    private static int indexOf(byte[] body, byte[] payload) {
        int at = 0;
        while (!Arrays.equals(body, at, at + payload.length, payload, 0, payload.length)) {
            at++;
        }
        return at;
    }
}
