/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes are, the parser makes results of them or says what is wrong with them.
 *
 * <p>With the environment variable {@code JAZZER_FUZZ=1} Jazzer looks for bytes of its own.
 */
class FragmentParserFuzzTest {

    /**
     * What is tried with a body: the last bytes of an input, so that its body may be of any length.
     */
    private record Choices(int cut, int portions, ParserLimits limits) {

        static final int BYTES = 12;

        static Choices atEndOf(byte[] input) {
            byte[] last = Arrays.copyOfRange(input, bodyLength(input), input.length);
            ByteBuffer choices = ByteBuffer.wrap(Arrays.copyOf(last, BYTES));
            return new Choices(
                    Short.toUnsignedInt(choices.getShort()),
                    choices.getShort(),
                    new ParserLimits(
                            Short.toUnsignedInt(choices.getShort()),
                            Byte.toUnsignedInt(choices.get()),
                            Short.toUnsignedInt(choices.getShort()),
                            Byte.toUnsignedInt(choices.get()),
                            Byte.toUnsignedInt(choices.get()),
                            Byte.toUnsignedInt(choices.get())));
        }

        static byte[] bodyOf(byte[] input) {
            return Arrays.copyOf(input, bodyLength(input));
        }

        private static int bodyLength(byte[] input) {
            return Math.max(0, input.length - BYTES);
        }

        FrameFilter filter() {
            Set<String> tracks = (portions & 2) == 0 ? Set.of() : Set.of("2");
            return new FrameFilter(tracks, (portions & 1) == 0);
        }
    }

    /** Longer recorded bodies are left out, so that many inputs can be tried in little time. */
    private static final int MAX_RECORDED_BYTES = 8 << 10;

    static Stream<byte[]> inputs() throws IOException {
        byte[] choices = {1, 99, 7, 7, 4, 0, 20, 3, 0, 2, 4, 4};
        return Stream.concat(
                        SampleBodies.all().stream(),
                        RecordedBodies.documents().stream()
                                .filter(document -> document.length <= MAX_RECORDED_BYTES))
                .map(body -> Element.concat(body, choices));
    }

    @MethodSource("inputs")
    @DictionaryFile(resourcePath = "matroska.dict")
    @FuzzTest(maxDuration = "15m")
    void readsOrRefuses(byte[] input) throws IOException {
        Choices choices = Choices.atEndOf(input);
        byte[] body = Choices.bodyOf(input);
        int cut = choices.cut() % (body.length + 1);

        Bodies whole = Bodies.parse(body);

        whole.assertPossible(body.length);
        Bodies.parseWithDocuments(Portions.ofAllSizes(body, choices.portions()))
                .assertDocumentsOf(whole);
        Bodies.parse(Portions.ofAllSizes(body, choices.portions()), ParserLimits.DEFAULT)
                .assertSameAs(whole);
        Bodies.parse(Arrays.copyOf(body, cut)).assertCutOf(whole, cut);
        Bodies.parse(new ByteArrayInputStream(body), choices.limits())
                .assertLimitedFrom(whole, choices.limits());
        Bodies.parse(new ByteArrayInputStream(body), choices.filter())
                .assertSameAs(whole.without(choices.filter()));
    }
}
