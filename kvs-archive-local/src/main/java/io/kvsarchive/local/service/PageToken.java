/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import io.kvsarchive.local.archive.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a NextToken of ListFragments carries: all that a further page needs but the stream, so that
 * it also works after a restart.
 *
 * @param from milliseconds since the epoch
 * @param to milliseconds since the epoch, included
 * @param next the first place of the next page
 * @param total how many fragments the first page found, so that none shift while a stream grows
 * @param asOf when that was, in milliseconds since the epoch, so that none shift while several
 *     parts of it grow
 */
record PageToken(Clock clock, long from, long to, long next, long total, long asOf) {

    /** As in the service model. */
    static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9+/]{1,4094}={0,2}");

    private static final String SEPARATOR = ":";
    private static final int FIELDS = 6;

    PageToken withNext(long place) {
        return new PageToken(clock, from, to, place, total, asOf);
    }

    String encode() {
        String text =
                String.join(
                        SEPARATOR,
                        clock.name(),
                        Long.toString(from),
                        Long.toString(to),
                        Long.toString(next),
                        Long.toString(total),
                        Long.toString(asOf));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a token.
     *
     * @throws ServiceException if it is none
     */
    static PageToken decode(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);
            String[] fields = text.split(SEPARATOR, -1);
            if (fields.length != FIELDS) {
                throw invalid();
            }
            PageToken decoded =
                    new PageToken(
                            Clock.valueOf(fields[0]),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[4]),
                            Long.parseLong(fields[5]));
            if (decoded.next < 0 || decoded.next > decoded.total) {
                throw invalid();
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    static ServiceException invalid() {
        return ServiceException.invalidArgument("Invalid NextToken");
    }
}
