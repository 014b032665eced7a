/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import com.amazonaws.kinesisvideo.parser.ebml.EBMLTypeInfo;
import com.amazonaws.kinesisvideo.parser.ebml.EBMLUtils;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The leaves of one element by their type; of several of one type, the last.
 *
 * <p>A leaf without content stands for its default, like one that is missing (RFC 8794).
 */
final class ElementValues {

    private static final byte[] NO_CONTENT = new byte[0];

    private final Map<EBMLTypeInfo, byte[]> values = new HashMap<>();

    void put(EBMLTypeInfo type, byte[] value) {
        values.put(type, value);
    }

    boolean has(EBMLTypeInfo type) {
        return values.containsKey(type);
    }

    /** An unsigned number of 64 bits. */
    OptionalLong unsigned(EBMLTypeInfo type) {
        byte[] bytes = bytes(type);
        if (bytes.length == 0) {
            return OptionalLong.empty();
        }
        if (bytes.length > Long.BYTES) {
            throw new IllegalArgumentException(
                    type.getName() + " has " + bytes.length + " bytes, expected at most 8");
        }
        return OptionalLong.of(
                EBMLUtils.readDataUnsignedInteger(ByteBuffer.wrap(bytes), bytes.length)
                        .longValue());
    }

    /** A number that must be within the range. */
    OptionalLong number(EBMLTypeInfo type, long max) {
        OptionalLong value = unsigned(type);
        if (value.isPresent() && Long.compareUnsigned(value.getAsLong(), max) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, expected at most %s"
                            .formatted(
                                    type.getName(), Long.toUnsignedString(value.getAsLong()), max));
        }
        return value;
    }

    OptionalDouble floatingPoint(EBMLTypeInfo type) {
        byte[] bytes = bytes(type);
        return switch (bytes.length) {
            case 0 -> OptionalDouble.empty();
            case Float.BYTES -> OptionalDouble.of(ByteBuffer.wrap(bytes).getFloat());
            case Double.BYTES -> OptionalDouble.of(ByteBuffer.wrap(bytes).getDouble());
            default ->
                    throw new IllegalArgumentException(
                            type.getName() + " has " + bytes.length + " bytes, expected 0, 4 or 8");
        };
    }

    Optional<String> text(EBMLTypeInfo type) {
        return has(type) ? Optional.of(ElementText.decode(bytes(type))) : Optional.empty();
    }

    byte[] bytes(EBMLTypeInfo type) {
        return values.getOrDefault(type, NO_CONTENT);
    }
}
