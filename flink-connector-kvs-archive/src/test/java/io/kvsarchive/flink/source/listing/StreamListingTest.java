/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.flink.source.config.FragmentSampling;
import io.kvsarchive.flink.source.config.ListingSettings;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.service.DecadeArchive;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.FragmentSelector;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.ListedFragment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the service, and what comes of its answers, window by window. */
class StreamListingTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void listsAllFragmentsInOrderOfTimeHoweverThePagesCome() throws Exception {
        List<ListedFragment> fragments = everyTwoSeconds(2_345);

        List<FragmentToRead.Listed> listed =
                listAll(fragments, 100, 500, range(START, Duration.ofDays(1)));

        assertThat(listed).containsExactlyElementsOf(inOrder(fragments));
    }

    @Test
    void includesBothEndsOfTheRangeToTheMillisecond() throws Exception {
        List<ListedFragment> fragments =
                List.of(
                        fragment("1", START.minusMillis(1)),
                        fragment("2", START),
                        fragment("3", START.plusMillis(5)),
                        fragment("4", START.plusMillis(10)),
                        fragment("5", START.plusMillis(11)));

        List<FragmentToRead.Listed> listed =
                listAll(fragments, 10, 10, range(START, Duration.ofMillis(10)));

        assertThat(listed)
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactly("2", "3", "4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
    void listsEachFragmentOnceWhereverWindowsMeet(int windowFragments) throws Exception {
        Random random = new Random(windowFragments);
        List<ListedFragment> fragments =
                FakeArchiveService.listed(
                        200,
                        number ->
                                fragment(
                                        Integer.toString(number),
                                        START.plusMillis(random.nextInt(60))));

        List<FragmentToRead.Listed> listed =
                listAll(fragments, 3, windowFragments, range(START, Duration.ofMillis(60)));

        assertThat(listed).containsExactlyElementsOf(inOrder(fragments));
    }

    @Test
    void listsFragmentsWithTimesFinerThanWindowsCanBe() throws Exception {
        List<ListedFragment> fragments =
                FakeArchiveService.listed(
                        100,
                        number ->
                                fragment(
                                        Integer.toString(number),
                                        START.plusNanos(number * 77_777L)));

        List<FragmentToRead.Listed> listed =
                listAll(fragments, 2, 4, range(START, Duration.ofSeconds(1)));

        assertThat(listed)
                .extracting(FragmentToRead::fragmentNumber)
                .containsExactlyInAnyOrderElementsOf(
                        fragments.stream().map(ListedFragment::fragmentNumber).toList());
    }

    @Test
    void listsAnyNumberOfFragmentsThatBeginAtOnce() throws Exception {
        List<ListedFragment> fragments =
                FakeArchiveService.listed(500, number -> fragment(Integer.toString(number), START));

        List<FragmentToRead.Listed> listed =
                listAll(fragments, 10, 20, range(START.minusSeconds(10), Duration.ofDays(1)));

        assertThat(listed).containsExactlyElementsOf(inOrder(fragments));
    }

    @Test
    void reachesTheFirstFragmentsOfALongRangeInFewPages() throws Exception {
        List<ListedFragment> fragments = everyTwoSeconds(100_000);
        FakeArchiveService service = new FakeArchiveService().withFragments("camera", fragments);
        ListedStream listing =
                new ListedStream(
                        service,
                        ListingPosition.ofRange(
                                FragmentSelectorType.PRODUCER_TIMESTAMP,
                                Instant.EPOCH,
                                START.plus(Duration.ofDays(3650))),
                        settings(1000),
                        5000);

        List<FragmentToRead.Listed> first = listing.nextWindow();

        assertThat(first)
                .isNotEmpty()
                .containsExactlyElementsOf(inOrder(fragments).subList(0, first.size()));
        assertThat(service.pages()).isLessThanOrEqualTo(5);
        for (int i = 0; i < 3; i++) {
            assertThat(listing.nextWindow()).hasSizeGreaterThan(first.size());
        }
        assertThat(service.pages()).isLessThanOrEqualTo(5 + 3 * 3);
    }

    @Test
    void findsTheBeginningOfTenYearsInFewPages() throws Exception {
        DecadeArchive decade = new DecadeArchive();
        ListedStream listing =
                new ListedStream(
                        decade,
                        ListingPosition.ofRange(
                                FragmentSelectorType.SERVER_TIMESTAMP,
                                Instant.EPOCH,
                                START.plus(Duration.ofDays(3650))),
                        settings(1000),
                        5000);

        List<FragmentToRead.Listed> first = listing.nextWindow();

        assertThat(DecadeArchive.indexOf(first.get(0).fragmentNumber())).isZero();
        assertThat(decade.pages()).isLessThanOrEqualTo(5);
    }

    @Test
    void crossesLongGapsInFewPages() throws Exception {
        List<ListedFragment> fragments = new ArrayList<>(everyTwoSeconds(1000));
        fragments.add(fragment("5000", START.plus(Duration.ofDays(3000))));
        FakeArchiveService service = new FakeArchiveService().withFragments("camera", fragments);

        List<FragmentToRead.Listed> listed =
                listAll(service, 100, 200, range(START, Duration.ofDays(3650)));

        assertThat(listed).containsExactlyElementsOf(inOrder(fragments));
        assertThat(service.pages()).isLessThan(80);
    }

    @Test
    void selectsByServerTimestampsWhereAsked() throws Exception {
        ListedFragment late =
                new ListedFragment("1", START, START.plusSeconds(100), 10, Duration.ZERO);
        ListedFragment early =
                new ListedFragment(
                        "2",
                        START.plusSeconds(1),
                        START.plusSeconds(2),
                        10,
                        Duration.ofMillis(1796));
        FragmentSelector range =
                new FragmentSelector(
                        FragmentSelectorType.SERVER_TIMESTAMP, START, START.plusSeconds(200));

        List<FragmentToRead.Listed> listed = listAll(List.of(late, early), 10, 10, range);

        assertThat(listed)
                .containsExactly(
                        new FragmentToRead.Listed(
                                "2",
                                START.plusSeconds(1).toEpochMilli(),
                                START.plusSeconds(2).toEpochMilli(),
                                10,
                                1796),
                        new FragmentToRead.Listed(
                                "1",
                                START.toEpochMilli(),
                                START.plusSeconds(100).toEpochMilli(),
                                10,
                                0));
    }

    private static ListingSettings settings(int pageSize) {
        return new ListingSettings(
                pageSize,
                Duration.ofMinutes(1),
                fragment -> true,
                FragmentSampling.ALL,
                LostFragmentPolicy.FAIL);
    }

    private static List<FragmentToRead.Listed> listAll(
            List<ListedFragment> fragments,
            int pageSize,
            int windowFragments,
            FragmentSelector range)
            throws Exception {
        return listAll(
                new FakeArchiveService().withFragments("camera", fragments),
                pageSize,
                windowFragments,
                range);
    }

    private static List<FragmentToRead.Listed> listAll(
            FakeArchiveService service, int pageSize, int windowFragments, FragmentSelector range)
            throws Exception {
        ListingPosition start = ListingPosition.ofRange(range.type(), range.start(), range.end());
        return new ListedStream(service, start, settings(pageSize), windowFragments)
                .remainingWindows();
    }

    private static FragmentSelector range(Instant start, Duration length) {
        return new FragmentSelector(
                FragmentSelectorType.PRODUCER_TIMESTAMP, start, start.plus(length));
    }

    private static List<ListedFragment> everyTwoSeconds(int count) {
        return FakeArchiveService.listed(
                count,
                number -> fragment(Integer.toString(number), START.plusSeconds(number * 2L)));
    }

    private static ListedFragment fragment(String number, Instant producerTimestamp) {
        return new ListedFragment(
                number, producerTimestamp, producerTimestamp.plusSeconds(1), 1000, Duration.ZERO);
    }

    private static List<FragmentToRead.Listed> inOrder(List<ListedFragment> fragments) {
        return fragments.stream()
                .map(fragment -> FragmentToRead.listed(fragment))
                .sorted(FragmentToRead.order(FragmentSelectorType.PRODUCER_TIMESTAMP))
                .toList();
    }
}
