/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvsarchive.media.FragmentResult.OpenEnded;
import io.kvsarchive.media.FragmentResult.Whole;
import io.kvsarchive.media.MalformedMediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a parser makes of a body. */
record Bodies(List<FragmentResult> results, Optional<MalformedMediaException> failure) {

    static Bodies parse(byte[] body) throws IOException {
        return parse(new ByteArrayInputStream(body), ParserLimits.DEFAULT);
    }

    static Bodies parse(InputStream body, ParserLimits limits) throws IOException {
        FragmentParser parser = new FragmentParser(body, limits);
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
