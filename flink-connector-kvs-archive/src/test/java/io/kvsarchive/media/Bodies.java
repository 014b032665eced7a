/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.InBandError;
import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a parser makes of a body. */
record Bodies(List<FragmentResult> results, Optional<MalformedMediaException> failure) {

    static Bodies parse(byte[] body) throws IOException {
        return parse(new ByteArrayInputStream(body), ParserLimits.DEFAULT);
    }

    static Bodies parse(InputStream body, ParserLimits limits) throws IOException {
        return parse(new FragmentParser(body, limits));
    }

    static Bodies parse(InputStream body, FrameFilter filter) throws IOException {
        return parse(new FragmentParser(body, ParserLimits.DEFAULT, filter));
    }

    static Bodies parseWithDocuments(InputStream body) throws IOException {
        return parse(FragmentParser.keepingDocuments(body, ParserLimits.DEFAULT, FrameFilter.ALL));
    }

    private static Bodies parse(FragmentParser parser) throws IOException {
        List<FragmentResult> results = new ArrayList<>();
        try {
            Optional<FragmentResult> result = parser.next();
            while (result.isPresent()) {
                results.add(result.get());
                result = parser.next();
            }
            return new Bodies(results, Optional.empty());
        } catch (MalformedMediaException e) {
            return new Bodies(results, Optional.of(e));
        }
    }

    /** The same without the frames that a filter leaves out. */
    Bodies without(FrameFilter filter) {
        return new Bodies(
                results.stream().map(result -> without(filter, result)).toList(), failure);
    }

    private static FragmentResult without(FrameFilter filter, FragmentResult result) {
        if (result instanceof InBandError) {
            return result;
        }
        Fragment fragment = fragment(result);
        Fragment filtered =
                new Fragment(
                        fragment.metadata(),
                        fragment.frames().stream()
                                .filter(frame -> frame.isKeyFrame() || !filter.keepsKeyFramesOnly())
                                .filter(frame -> isAmong(filter.tracks(), frame.track()))
                                .toList(),
                        fragment.frameTimes(),
                        fragment.bytesRead(),
                        fragment.document());
        return result instanceof Whole ? new Whole(filtered) : new OpenEnded(filtered);
    }

    private static boolean isAmong(Set<String> tracks, Track track) {
        return tracks.isEmpty()
                || tracks.contains(Long.toString(track.number()))
                || (track.name().isPresent() && tracks.contains(track.name().get()));
    }

    /**
     * What holds for any bytes: a document, by itself, is the fragment that it is of, and its own
     * document.
     *
     * @param plain what the same bytes are without documents
     */
    void assertDocumentsOf(Bodies plain) throws IOException {
        withoutDocuments().assertSameAs(plain);
        for (FragmentResult result : results) {
            if (!(result instanceof InBandError)) {
                Fragment fragment = fragment(result);
                Bodies alone = parseWithDocuments(new ByteArrayInputStream(fragment.document()));
                assertThat(alone.failure).isEmpty();
                assertThat(alone.results).hasSize(1);
                assertThat(withBytesRead(fragment.bytesRead(), alone.results.get(0)))
                        .isEqualTo(fragment);
            }
        }
    }

    private static Fragment withBytesRead(long bytes, FragmentResult result) {
        Fragment fragment = fragment(result);
        return new Fragment(
                fragment.metadata(),
                fragment.frames(),
                fragment.frameTimes(),
                bytes,
                fragment.document());
    }

    private Bodies withoutDocuments() {
        return new Bodies(results.stream().map(Bodies::withoutDocument).toList(), failure);
    }

    private static FragmentResult withoutDocument(FragmentResult result) {
        if (result instanceof InBandError) {
            return result;
        }
        Fragment fragment = fragment(result);
        Fragment without =
                new Fragment(
                        fragment.metadata(),
                        fragment.frames(),
                        fragment.frameTimes(),
                        fragment.bytesRead(),
                        new byte[0]);
        return result instanceof Whole ? new Whole(without) : new OpenEnded(without);
    }

    /** What holds for any bytes, so many of them. */
    void assertPossible(int length) {
        failure.ifPresent(e -> assertThat(e.position()).isBetween(0L, (long) length));
        assertThat(results).hasSizeLessThanOrEqualTo(length);
        long bytesRead = 0;
        for (FragmentResult result : results) {
            if (result instanceof InBandError) {
                continue;
            }
            Fragment fragment = fragment(result);
            bytesRead += fragment.bytesRead();
            long payloadBytes = 0;
            for (int i = 0; i < fragment.frames().size(); i++) {
                Frame frame = fragment.frames().get(i);
                payloadBytes += frame.payload().length;
                assertThat(frame.index()).isEqualTo(i);
                assertThat(fragment.metadata().tracks()).contains(frame.track());
            }
            assertThat(payloadBytes).isLessThan(fragment.bytesRead());
        }
        assertThat(bytesRead).isLessThanOrEqualTo(length);
    }

    void assertSameAs(Bodies other) {
        assertThat(results).isEqualTo(other.results);
        assertThat(inWords(failure)).isEqualTo(inWords(other.failure));
    }

    /** What comes of the first bytes, so many of them, of a body that is known. */
    void assertCutOf(Bodies whole, int length) {
        List<FragmentResult> proven = results;
        if (failure.isEmpty() && !results.isEmpty()) {
            int last = results.size() - 1;
            // What stands at the end of a body that just ends may go on in the whole one.
            if (!(results.get(last) instanceof Whole)) {
                proven = results.subList(0, last);
            }
            if (results.get(last) instanceof OpenEnded openEnded && last < whole.results.size()) {
                assertPartOf(openEnded.fragment(), whole.results.get(last));
            }
        }
        assertBeginningOf(whole.results, proven);
        if (failure.isPresent() && !inWords(failure).equals(inWords(whole.failure))) {
            assertThat(failure.get().reason())
                    .as(failure.get().getMessage())
                    .isEqualTo(Reason.CUT_SHORT);
            assertThat(failure.get().position()).isEqualTo(length);
        }
    }

    private static void assertPartOf(Fragment cut, FragmentResult truth) {
        if (truth instanceof InBandError) {
            // The service takes back what it sent.
            return;
        }
        Fragment whole = fragment(truth);
        FragmentMetadata metadata = cut.metadata();
        assertThat(metadata.fragmentNumber()).isEqualTo(whole.metadata().fragmentNumber());
        assertThat(metadata.producerTimestamp()).isEqualTo(whole.metadata().producerTimestamp());
        assertThat(metadata.serverTimestamp()).isEqualTo(whole.metadata().serverTimestamp());
        assertBeginningOf(whole.frames(), cut.frames());
        assertBeginningOf(whole.metadata().tags(), metadata.tags());
    }

    /** What comes, under these limits, of a body that is known. */
    void assertLimitedFrom(Bodies unlimited, ParserLimits limits) {
        for (FragmentResult result : results) {
            if (!(result instanceof InBandError)) {
                Fragment fragment = fragment(result);
                assertThat(fragment.bytesRead()).isLessThanOrEqualTo(limits.maxFragmentBytes());
                assertThat(fragment.frames()).hasSizeLessThanOrEqualTo(limits.maxFrames());
                assertThat(fragment.metadata().tracks())
                        .hasSizeLessThanOrEqualTo(limits.maxTracks());
                assertThat(fragment.metadata().tags()).hasSizeLessThanOrEqualTo(limits.maxTags());
            }
        }
        if (failure.isPresent() && failure.get().reason() == Reason.OVER_LIMIT) {
            assertBeginningOf(unlimited.results, results);
        } else {
            assertSameAs(unlimited);
        }
    }

    private static <T> void assertBeginningOf(List<T> all, List<T> beginning) {
        assertThat(beginning).hasSizeLessThanOrEqualTo(all.size());
        assertThat(beginning).isEqualTo(all.subList(0, beginning.size()));
    }

    private static Optional<String> inWords(Optional<MalformedMediaException> failure) {
        return failure.map(e -> e.reason() + " at " + e.position() + ": " + e.getMessage());
    }

    static List<FragmentResult> resultsOf(Element... body) throws IOException {
        Bodies parsed = parse(Element.bytesOf(body));
        assertThat(parsed.failure()).isEmpty();
        return parsed.results();
    }

    /** The fragments of a body that is all well, whether their ends are proven or not. */
    static List<Fragment> fragmentsOf(Element... body) throws IOException {
        return resultsOf(body).stream().map(Bodies::fragment).toList();
    }

    static Fragment fragmentOf(Element... body) throws IOException {
        List<Fragment> fragments = fragmentsOf(body);
        assertThat(fragments).hasSize(1);
        return fragments.get(0);
    }

    static Fragment fragment(FragmentResult result) {
        return result instanceof Whole whole ? whole.fragment() : ((OpenEnded) result).fragment();
    }

    static MalformedMediaException failureOf(byte[] body) throws IOException {
        return failureOf(body, ParserLimits.DEFAULT);
    }

    static MalformedMediaException failureOf(byte[] body, ParserLimits limits) throws IOException {
        Optional<MalformedMediaException> failure =
                parse(new ByteArrayInputStream(body), limits).failure();
        assertThat(failure).isPresent();
        return failure.get();
    }

    static void assertMalformed(byte[] body, long position, String... parts) throws IOException {
        assertFailure(failureOf(body), Reason.MALFORMED, position, parts);
    }

    static void assertFailure(
            MalformedMediaException failure, Reason reason, long position, String... parts) {
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure)
                .hasMessageContainingAll(parts)
                .hasMessageEndingWith("(at byte " + position + " of the body)");
        assertThat(failure.position()).isEqualTo(position);
    }
}
