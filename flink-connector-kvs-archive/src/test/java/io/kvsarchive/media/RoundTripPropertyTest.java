/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Whatever is written, the parser reads; whatever is damaged, it reads or refuses. */
class RoundTripPropertyTest {

    /** What may happen to bytes: some go, others come, a bit flips. */
    record Damage(int place, int removed, List<Byte> inserted, int flippedBits) {

        byte[] to(byte[] bytes) {
            int at = place % (bytes.length + 1);
            byte[] kept =
                    Arrays.copyOfRange(bytes, Math.min(bytes.length, at + removed), bytes.length);
            if (kept.length > 0) {
                kept[0] ^= (byte) flippedBits;
            }
            byte[] more = new byte[inserted.size()];
            for (int i = 0; i < more.length; i++) {
                more[i] = inserted.get(i);
            }
            return Element.concat(Arrays.copyOf(bytes, at), more, kept);
        }
    }

    @Provide
    Arbitrary<ArbitraryBody> bodies() {
        return ArbitraryBody.bodies();
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3000),
                        Arbitraries.of(0, 0, 1, 8),
                        Arbitraries.bytes().list().ofMaxSize(8),
                        Arbitraries.of(0, 0, 1, 16, 128))
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property
    void readsExactlyWhatWasWritten(
            @ForAll("bodies") ArbitraryBody body,
            @ForAll long portions,
            @ForAll @IntRange(max = 1 << 20) int cut)
            throws IOException {
        ArbitraryBody.Written written = body.write();
        byte[] bytes = written.bytes();
        int length = cut % (bytes.length + 1);

        Bodies parsed = Bodies.parse(Portions.ofAllSizes(bytes, portions), ParserLimits.DEFAULT);

        assertThat(parsed.failure()).isEmpty();
        assertThat(parsed.results().stream().map(RoundTripPropertyTest::withoutBytesRead).toList())
                .isEqualTo(written.expected());
        parsed.assertPossible(bytes.length);
        Bodies.parseWithDocuments(Portions.ofAllSizes(bytes, portions)).assertDocumentsOf(parsed);
        Bodies.parse(Arrays.copyOf(bytes, length)).assertCutOf(parsed, length);
    }

    @Property
    void leavesOutOfWhateverIsReadWhatTheFilterDoes(
            @ForAll("bodies") ArbitraryBody body,
            @ForAll("damages") List<Damage> damages,
            @ForAll boolean isDamaged,
            @ForAll long portions,
            @ForAll boolean keepsKeyFramesOnly,
            @ForAll @Size(max = 3) List<@IntRange(max = 20) Integer> tracks)
            throws IOException {
        byte[] bytes = body.write().bytes();
        if (isDamaged) {
            for (Damage damage : damages) {
                bytes = damage.to(bytes);
            }
        }
        List<String> names = body.trackNames();
        FrameFilter filter =
                new FrameFilter(
                        tracks.stream()
                                .map(track -> names.get(track % names.size()))
                                .collect(Collectors.toSet()),
                        keepsKeyFramesOnly);

        Bodies.parse(Portions.ofAllSizes(bytes, portions), filter)
                .assertSameAs(Bodies.parse(bytes).without(filter));
    }

    private static FragmentResult withoutBytesRead(FragmentResult result) {
        if (result instanceof Whole whole) {
            return new Whole(withoutBytesRead(whole.fragment()));
        }
        if (result instanceof OpenEnded openEnded) {
            return new OpenEnded(withoutBytesRead(openEnded.fragment()));
        }
        return result;
    }

    private static Fragment withoutBytesRead(Fragment fragment) {
        return new Fragment(
                fragment.metadata(),
                fragment.frames(),
                fragment.frameTimes(),
                0,
                fragment.document());
    }

    @Property
    @StatisticsReport(StatisticsReportMode.OFF)
    void onlyEverSaysThatDamagedBytesAreMalformed(
            @ForAll("bodies") ArbitraryBody body,
            @ForAll("damages") List<Damage> damages,
            @ForAll long portions)
            throws IOException {
        byte[] bytes = body.write().bytes();
        for (Damage damage : damages) {
            bytes = damage.to(bytes);
        }

        Bodies parsed = Bodies.parse(bytes);

        parsed.assertPossible(bytes.length);
        Bodies.parse(Portions.ofAllSizes(bytes, portions), ParserLimits.DEFAULT)
                .assertSameAs(parsed);
        Bodies.parseWithDocuments(Portions.ofAllSizes(bytes, portions)).assertDocumentsOf(parsed);
        Optional<Reason> reason = parsed.failure().map(MalformedMediaException::reason);
        Statistics.collect(reason);
        Statistics.coverage(
                coverage -> {
                    coverage.check(Optional.empty()).count(count -> count > 0);
                    coverage.check(Optional.of(Reason.MALFORMED)).count(count -> count > 0);
                    coverage.check(Optional.of(Reason.CUT_SHORT)).count(count -> count > 0);
                });
    }
}
