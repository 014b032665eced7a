/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.selection.FragmentSelection.InTimeRange;
import io.kvsarchive.flink.source.selection.FragmentSelection.Numbered;
import io.kvsarchive.flink.source.selection.FragmentSelection.Unbounded;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a selection, of which a query wants less. */
class PushedSelectionTest {

    private static final FragmentSelectorType PRODUCER = FragmentSelectorType.PRODUCER_TIMESTAMP;
    private static final FragmentSelectorType SERVER = FragmentSelectorType.SERVER_TIMESTAMP;
    private static final Instant EARLIEST = FragmentSelection.EARLIEST;
    private static final Instant LATEST = FragmentSelection.LATEST;
    private static final InTimeRange ALL = new InTimeRange(SERVER, EARLIEST, null);

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "cam-, null, cam-, cam-",
                "'', null, cam-, cam-",
                "cam-, null, '', cam-",
                "cam-, null, cam-1, cam-1",
                "cam-, null, door, null",
                "cam-, cam-17;cam-12, '', cam-1",
                "cam-, cam-17;yard, '', cam-17",
                "cam-, yard, '', null",
                "'', cam-1;yard, '', ''",
                "'', cam-1;yard, y, yard",
                "'', '', '', null",
            })
    void looksForStreamsWithALongerPrefix(
            String prefix, @Nullable String names, String wantedPrefix, @Nullable String expected) {
        StreamNames wanted = StreamNames.startingWith(wantedPrefix);
        if (names != null) {
            wanted = wanted.and(StreamNames.of(Set.of(names.split(";", -1))));
        }
        if ("".equals(names)) {
            wanted = StreamNames.of(Set.of());
        }

        assertThat(streams(wanted).of(selection(prefix, ALL)).prefix()).isEqualTo(expected);
    }

    @Test
    void acceptsNoStreamThatIsFoundAndNotWanted() {
        StreamSelection selection =
                streams(StreamNames.of(Set.of("cam-1", "cam-12"))).of(selection("cam-", ALL));

        assertThat(List.of("cam-1", "cam-11", "cam-12", "yard"))
                .filteredOn(name -> selection.mayHaveFound(new StreamReference(name)))
                .containsExactly("cam-1", "cam-12");
        assertThat(selection.mustFindStreams()).isFalse();
        assertThat(selection("cam-", ALL).mustFindStreams()).isTrue();
    }

    @Test
    void leavesOutStreamsThatAreNamedAndNotWanted() {
        String arn = "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/yard/1580000000000";
        StreamSelection selection = selection(null, ALL, "cam-1", "cam-2", arn);

        assertThat(streams(StreamNames.of(Set.of("yard", "cam-2"))).of(selection).named().keySet())
                .extracting(StreamReference::text)
                .containsExactly("cam-2", arn);
    }

    @Test
    void wantsWhatBothFiltersWant() {
        StreamNames some = StreamNames.of(Set.of("cam-1", "cam-2"));

        assertThat(some.and(StreamNames.of(Set.of("cam-2", "cam-3"))).names())
                .containsExactly("cam-2");
        assertThat(some.and(StreamNames.startingWith("cam-2")).accepts("cam-1")).isFalse();
        assertThat(some.and(StreamNames.startingWith("cam-2")).accepts("cam-2")).isTrue();
        assertThat(StreamNames.startingWith("a").and(StreamNames.startingWith("b")))
                .isEqualTo(StreamNames.NONE);
        assertThat(StreamNames.ALL.and(some)).isEqualTo(some);
    }

    @Test
    void listsARangeByTheClockThatTheSelectionIsBy() {
        InTimeRange byProducer = new InTimeRange(PRODUCER, millis(100), millis(200));
        InTimeRange byServer = new InTimeRange(SERVER, millis(100), millis(200));
        PushedSelection pushed =
                times(new MillisRange(120, 150), new MillisRange(Long.MIN_VALUE, 180));

        assertThat(narrowed(byProducer, pushed))
                .isEqualTo(new InTimeRange(PRODUCER, millis(120), millis(150)));
        assertThat(narrowed(byServer, pushed))
                .isEqualTo(new InTimeRange(SERVER, millis(100), millis(180)));
    }

    @Test
    void widensNoRange() {
        InTimeRange range = new InTimeRange(PRODUCER, millis(100), millis(200));

        assertThat(narrowed(range, times(new MillisRange(50, 250), MillisRange.ALL)))
                .isEqualTo(range);
        assertThat(narrowed(range, PushedSelection.NONE)).isEqualTo(range);
        assertThat(narrowed(ALL, PushedSelection.NONE)).isEqualTo(ALL);
    }

    @Test
    void listsAllByTheClockThatIsAskedFor() {
        assertThat(narrowed(ALL, times(MillisRange.from(7), MillisRange.from(8))))
                .isEqualTo(new InTimeRange(PRODUCER, millis(7), LATEST));
        assertThat(narrowed(ALL, times(MillisRange.ALL, new MillisRange(8, 9))))
                .isEqualTo(new InTimeRange(SERVER, millis(8), millis(9)));
        assertThat(narrowed(ALL, times(MillisRange.ALL, MillisRange.from(8))))
                .isEqualTo(new InTimeRange(SERVER, millis(8), null));
    }

    @Test
    void followsFromTheTimeThatIsAskedFor() {
        Unbounded all = new Unbounded(SERVER, EARLIEST);
        Unbounded byServer = new Unbounded(SERVER, millis(100));
        PushedSelection pushed = times(new MillisRange(120, 150), MillisRange.from(130));

        assertThat(narrowed(all, pushed)).isEqualTo(new Unbounded(PRODUCER, millis(120)));
        assertThat(narrowed(byServer, pushed)).isEqualTo(new Unbounded(SERVER, millis(130)));
        assertThat(narrowed(new Unbounded(PRODUCER, millis(140)), pushed))
                .isEqualTo(new Unbounded(PRODUCER, millis(140)));
        assertThat(narrowed(all, times(MillisRange.ALL, MillisRange.from(130))))
                .isEqualTo(new Unbounded(SERVER, millis(130)));
    }

    @Test
    void staysWithinWhatCanBeToldToTheService() {
        InTimeRange before =
                (InTimeRange) narrowed(ALL, times(MillisRange.to(-5), MillisRange.ALL));
        InTimeRange after =
                (InTimeRange)
                        narrowed(ALL, times(MillisRange.from(Long.MAX_VALUE - 1), MillisRange.ALL));

        assertThat(before.start()).isAfter(before.end());
        assertThat(after.start()).isEqualTo(LATEST);
        assertThat(after.end()).isEqualTo(LATEST);
    }

    @Test
    void leavesFragmentsThatAreAskedForByTheirNumbers() {
        Numbered numbered = new Numbered(List.of("1"));

        assertThat(narrowed(numbered, times(new MillisRange(1, 2), MillisRange.ALL)))
                .isEqualTo(numbered);
    }

    @Test
    void wantsFragmentsByBothClocks() {
        PushedSelection pushed = times(new MillisRange(1, 2), new MillisRange(11, 12));

        assertThat(pushed.wants(1, 12)).isTrue();
        assertThat(pushed.wants(2, 11)).isTrue();
        assertThat(pushed.wants(3, 11)).isFalse();
        assertThat(pushed.wants(0, 11)).isFalse();
        assertThat(pushed.wants(1, 13)).isFalse();
        assertThat(pushed.wants(1, 10)).isFalse();
    }

    private static Instant millis(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static PushedSelection streams(StreamNames names) {
        return new PushedSelection(names, MillisRange.ALL, MillisRange.ALL);
    }

    private static PushedSelection times(MillisRange producer, MillisRange server) {
        return new PushedSelection(StreamNames.ALL, producer, server);
    }

    private static FragmentSelection narrowed(FragmentSelection fragments, PushedSelection pushed) {
        StreamSelection narrowed = pushed.of(selection("", fragments, "camera"));
        assertThat(narrowed.named().values()).containsExactly(narrowed.ofFound());
        return narrowed.ofFound();
    }

    private static StreamSelection selection(
            @Nullable String prefix, FragmentSelection fragments, String... streams) {
        Map<StreamReference, FragmentSelection> named = new LinkedHashMap<>();
        for (String stream : streams) {
            named.put(new StreamReference(stream), fragments);
        }
        return new StreamSelection(named, prefix, fragments, null);
    }
}
