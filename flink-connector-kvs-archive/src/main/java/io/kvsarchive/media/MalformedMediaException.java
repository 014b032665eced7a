/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Says that the bytes of a body are not what the service sends, why, and where.
 *
 * <p>What the network reports is never of this type, so that a broken connection can be told from
 * broken bytes.
 */
@Internal
public final class MalformedMediaException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** The bytes break the format. */
        MALFORMED,
        /** The bytes ended within a fragment. */
        CUT_SHORT,
        /** The bytes claim more than a {@link ParserLimits limit} allows. */
        OVER_LIMIT
    }

    private final Reason reason;
    private final long position;
    private final @Nullable String fragmentNumber;

    private MalformedMediaException(
            Reason reason, long position, @Nullable String fragmentNumber, String message) {
        super(message);
        this.reason = reason;
        this.position = position;
        this.fragmentNumber = fragmentNumber;
    }

    private static MalformedMediaException of(Reason reason, long position, String detail) {
        return new MalformedMediaException(
                reason, position, null, detail + " (at byte " + position + " of the body)");
    }

    static MalformedMediaException malformed(long position, String detail) {
        return of(Reason.MALFORMED, position, detail);
    }

    static MalformedMediaException overLimit(long position, String detail) {
        return of(Reason.OVER_LIMIT, position, detail);
    }

    static MalformedMediaException cutShort(long position, String detail) {
        return of(Reason.CUT_SHORT, position, detail);
    }

    /** The same problem, with the fragment that has it. */
    MalformedMediaException inFragment(String number) {
        MalformedMediaException named =
                new MalformedMediaException(
                        reason, position, number, "Fragment " + number + ": " + getMessage());
        named.setStackTrace(getStackTrace());
        return named;
    }

    public Reason reason() {
        return reason;
    }

    /** The byte of the body at which the problem shows, from 0. */
    public long position() {
        return position;
    }

    /** The fragment in which the problem shows, where the bytes before it tell. */
    public Optional<String> fragmentNumber() {
        return Optional.ofNullable(fragmentNumber);
    }
}
