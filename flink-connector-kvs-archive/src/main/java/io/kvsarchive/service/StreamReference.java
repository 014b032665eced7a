/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;

/**
 * A video stream, by its name or by its ARN.
 *
 * @param text the name or the ARN, as it was given
 */
@Internal
public record StreamReference(String text) implements Serializable {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

    /** Groups: the region and the name. */
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:[a-z\\d-]+:kinesisvideo:([a-z0-9-]+):[0-9]+:stream/([a-zA-Z0-9_.-]{1,256})/[0-9]+");

    /**
     * Checks the text against the patterns of the service's API model.
     *
     * @throws IllegalArgumentException if the text is neither a name nor an ARN
     */
    public StreamReference {
        if (!NAME.matcher(text).matches() && !ARN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    ("'%s' is neither the name of a video stream (1 to 256 letters, digits, '_',"
                         + " '.' or '-') nor its ARN"
                         + " (arn:aws:kinesisvideo:REGION:ACCOUNT:stream/NAME/CREATION-TIME)")
                            .formatted(text));
        }
    }

    public boolean isArn() {
        return ARN.matcher(text).matches();
    }

    public String name() {
        Matcher arn = ARN.matcher(text);
        return arn.matches() ? arn.group(2) : text;
    }

    /** The region that the ARN names; a bare name has none. */
    public Optional<String> region() {
        Matcher arn = ARN.matcher(text);
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    /** Hands the text to one of the two, as what it is. */
    void putInto(Consumer<String> arn, Consumer<String> name) {
        (isArn() ? arn : name).accept(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
