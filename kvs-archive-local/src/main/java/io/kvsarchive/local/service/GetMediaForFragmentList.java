/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.fault.CallFaults;
import io.kvsarchive.local.fault.Refusal;
import io.kvsarchive.local.quota.CallQuotas;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * GetMediaForFragmentList.
 *
 * <p>Fragments come in the order asked. The API reference promises none; AWS' own sample (aws-
 * samples/amazon-kinesis-video-streams-demos, GetMediaArchivedRekognitionWorker) relies on it. What
 * the service does with a number that is asked twice is not known; here it comes once, at its first
 * place.
 */
final class GetMediaForFragmentList {

    /** Both limits are those of the service model. */
    private static final int MAX_FRAGMENTS = 1000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,128}");

    private GetMediaForFragmentList() {}

    static List<String> fragments(RequestFields request) {
        return request.requiredTexts("Fragments", MAX_FRAGMENTS, NUMBER);
    }

    static Reply answer(
            ArchivedStream stream, List<String> numbers, CallFaults faults, CallQuotas quotas) {
        List<ArchivedStream.Found> fragments = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String number : new LinkedHashSet<>(numbers)) {
            Optional<ArchivedStream.Found> found =
                    stream.find(number).filter(known -> !faults.isRefused(known, number));
            found.ifPresentOrElse(fragments::add, () -> unknown.add(number));
        }
        if (!unknown.isEmpty()) {
            // One unknown number refuses the whole request: aws/amazon-kinesis-video-streams-
            // parser-library#50, awslabs/amazon-kinesis-video-streams-producer-sdk-cpp#262.
            throw ServiceException.invalidArgument(
                    "Fragment numbers are invalid : [" + String.join(", ", unknown) + "]");
        }
        ServiceException.throwIf(faults.refusalOfConnection());
        Optional<Refusal> overQuota = quotas.takeMedia(numbers.size());
        overQuota.ifPresent(refusal -> faults.giveConnectionBack());
        ServiceException.throwIf(overQuota);
        return new Reply.Media(
                faults.plan(fragments).withEnding(quotas.ended()), quotas.bandwidthLimit());
    }
}
