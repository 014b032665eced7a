/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kvsarchive.local.Quota;
import io.kvsarchive.local.StoredFragment;
import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.Clock;
import io.kvsarchive.local.archive.Permutation;
import io.kvsarchive.local.archive.Selection;
import io.kvsarchive.local.fault.CallFaults;
import io.kvsarchive.local.quota.CallQuotas;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ListFragments.
 *
 * <p>Fragments come in no order, neither within a page nor over pages: the API reference promises
 * none, and the response in awslabs/amazon-kinesis-video-streams-producer-sdk-cpp#312 has none. A
 * seed makes it the same disorder each time.
 */
final class ListFragments {

    /** The service model bounds MaxResults; a default is not documented, this one is a guess. */
    private static final int MAX_RESULTS = 1000;

    private static final int DEFAULT_RESULTS = 100;
    private static final Pattern CLOCK = Pattern.compile("(PRODUCER|SERVER)_TIMESTAMP");
    private static final String CLOCK_SUFFIX = "_TIMESTAMP";
    private static final int MILLIS = 3;

    private ListFragments() {}

    static Reply answer(
            ArchivedStream stream, RequestFields request, CallFaults faults, CallQuotas quotas) {
        int maxResults = (int) request.number("MaxResults", 1, MAX_RESULTS).orElse(DEFAULT_RESULTS);
        Optional<String> token = request.text("NextToken", PageToken.PATTERN);
        PageToken from =
                token.map(PageToken::decode).orElseGet(() -> firstPage(stream, request, faults));
        Selection selection = stream.select(from.clock(), from.from(), from.to(), from.asOf());
        if (from.total() > selection.size()) {
            throw PageToken.invalid();
        }
        // The developer guide: points go by MaxResults, not by what is found.
        ServiceException.throwIf(quotas.take(Quota.FRAGMENT_METADATA, maxResults));
        long end = Math.min(from.total(), from.next() + maxResults);
        Permutation order = new Permutation(stream.seed(), from.total());
        return Answer.of(
                json -> {
                    // An empty result is an empty list: alchemy-run/alchemy-effect's tests against
                    // the service.
                    json.writeArrayFieldStart("Fragments");
                    for (long place = from.next(); place < end; place++) {
                        StoredFragment fragment = selection.get(order.at(place));
                        if (!faults.isGone(fragment)) {
                            write(json, fragment);
                        }
                    }
                    json.writeEndArray();
                    if (end < from.total()) {
                        json.writeStringField("NextToken", from.withNext(end).encode());
                    }
                });
    }

    private static PageToken firstPage(
            ArchivedStream stream, RequestFields request, CallFaults faults) {
        // aws/aws-sdk#99, aws/aws-cli#6265: without selector and token the service fails so.
        RequestFields selector =
                request.object("FragmentSelector")
                        .orElseThrow(() -> new ServiceException(500, "InternalFailure", "null"));
        String type = selector.requiredText("FragmentSelectorType", CLOCK);
        Clock clock = Clock.valueOf(type.substring(0, type.length() - CLOCK_SUFFIX.length()));
        RequestFields range = selector.requiredObject("TimestampRange");
        BigDecimal start = range.requiredSeconds("StartTimestamp");
        BigDecimal end = range.requiredSeconds("EndTimestamp");
        if (start.compareTo(end) > 0) {
            throw ServiceException.invalidArgument("StartTimestamp is after EndTimestamp");
        }
        long from = millis(start, RoundingMode.CEILING);
        long to = millis(end, RoundingMode.FLOOR);
        if (clock == Clock.SERVER) {
            ServiceException.throwIf(faults.refusalOfEnd(to));
        }
        long now = stream.now();
        long total = stream.select(clock, from, to, now).size();
        return new PageToken(clock, from, to, 0, total, now);
    }

    private static long millis(BigDecimal seconds, RoundingMode rounding) {
        return seconds.movePointRight(MILLIS).setScale(0, rounding).longValueExact();
    }

    private static void write(JsonGenerator json, StoredFragment fragment) throws IOException {
        json.writeStartObject();
        json.writeStringField("FragmentNumber", fragment.fragmentNumber());
        json.writeNumberField("FragmentSizeInBytes", fragment.size());
        Answer.writeSeconds(json, "ProducerTimestamp", fragment.producerTimestamp().toEpochMilli());
        Answer.writeSeconds(json, "ServerTimestamp", fragment.serverTimestamp().toEpochMilli());
        // To the beginning of the last frame: aws/amazon-kinesis-client-nodejs#117.
        json.writeNumberField("FragmentLengthInMilliseconds", fragment.duration().toMillis());
        json.writeEndObject();
    }
}
