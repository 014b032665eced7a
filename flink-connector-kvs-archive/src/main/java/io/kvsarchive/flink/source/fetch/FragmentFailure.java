/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.record.LostFragment;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.MalformedMediaException;
import io.kvsarchive.service.ArchiveServiceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why an attempt to read a fragment failed.
 *
 * @param isLasting whether the same bytes would fail in the same way again
 */
record FragmentFailure(LostFragment.Cause cause, String description, boolean isLasting) {

    private static final int MAX_SHOWN_LENGTH = 300;

    /** Characters that break a line, or change what others look like. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** The fragments for which the service refuses a request, as far as it can be told. */
    static Map<String, FragmentFailure> ofRefusal(
            Set<String> asked, ArchiveServiceException refusal) {
        FragmentFailure failure =
                new FragmentFailure(LostFragment.Cause.REFUSED, describe(refusal), false);
        if (asked.size() == 1) {
            return Map.of(asked.iterator().next(), failure);
        }
        Set<String> inMessage =
                NUMBER.matcher(describe(refusal))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());
        List<String> named = asked.stream().filter(inMessage::contains).toList();
        // Who repeats the whole request says nothing about it.
        return named.size() == asked.size()
                ? Map.of()
                : named.stream().collect(Collectors.toMap(number -> number, number -> failure));
    }

    /** The fragments for which an answer failed, as far as it can be told. */
    static Map<String, FragmentFailure> ofAnswer(
            MediaAnswer answer, Set<String> missing, IOException reason) {
        Map<String, FragmentFailure> failures = new LinkedHashMap<>();
        answer.errors().forEach((number, error) -> failures.put(number, ofInBandError(error)));
        if (reason instanceof MalformedMediaException malformed) {
            malformed
                    .fragmentNumber()
                    .filter(number -> isBroken(malformed))
                    .ifPresent(number -> failures.put(number, of(malformed)));
        }
        if (failures.isEmpty() && answer.asked().size() == 1) {
            failures.put(answer.asked().get(0), of(reason));
        }
        failures.keySet().retainAll(missing);
        return failures;
    }

    private static FragmentFailure ofInBandError(FragmentResult.InBandError error) {
        return new FragmentFailure(LostFragment.Cause.NOT_DELIVERED, describe(error), false);
    }

    private static FragmentFailure of(IOException reason) {
        boolean isBroken = reason instanceof MalformedMediaException e && isBroken(e);
        return new FragmentFailure(
                isBroken ? LostFragment.Cause.UNREADABLE : LostFragment.Cause.NOT_DELIVERED,
                describe(reason),
                isBroken);
    }

    private static boolean isBroken(MalformedMediaException e) {
        return e.reason() != MalformedMediaException.Reason.CUT_SHORT;
    }

    /** What has failed. */
    static String describe(IOException reason) {
        String message = reason.getMessage();
        if (message == null) {
            return reason.getClass().getSimpleName();
        }
        // What helps against a refusal stands at the end of its message.
        return reason instanceof ArchiveServiceException ? message : shown(message);
    }

    /** What the service said within the body. */
    static String describe(FragmentResult.InBandError error) {
        return "the service could not deliver %s: %s"
                .formatted(
                        error.fragmentNumber()
                                .map(number -> "fragment " + shown(number))
                                .orElse("a fragment"),
                        shown((error.code() + " " + error.message()).strip()));
    }

    /** Text that others wrote, on one line of a sane length. */
    private static String shown(String text) {
        String start =
                text.length() <= MAX_SHOWN_LENGTH
                        ? text
                        : text.substring(0, MAX_SHOWN_LENGTH) + "...";
        return UNSEEN.matcher(start)
                .replaceAll(match -> "\\\\u%04x".formatted(match.group().codePointAt(0)));
    }
}
