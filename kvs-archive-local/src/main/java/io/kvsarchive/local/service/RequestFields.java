/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, checked against the limits in the service models of 2017-09-30. What is
 * beyond them ends in InvalidArgumentException, 400.
 */
final class RequestFields {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int MAX_QUOTED_CHARACTERS = 100;

    private final JsonNode root;

    private RequestFields(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a body.
     *
     * @throws ServiceException if it is no JSON object
     */
    static RequestFields parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || !root.isObject()) {
                throw notJson("the body is not a JSON object");
            }
            return new RequestFields(root);
        } catch (JsonProcessingException e) {
            throw notJson(e.getOriginalMessage());
        } catch (IOException e) {
            throw notJson(e.getMessage());
        }
    }

    /** ValidationError, 400, of the table of common errors in the API reference. */
    private static ServiceException notJson(@Nullable String problem) {
        return new ServiceException(400, "ValidationError", "The request is not valid: " + problem);
    }

    Optional<String> text(String name, Pattern allowed) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(requireText(name, node, allowed));
    }

    String requiredText(String name, Pattern allowed) {
        return text(name, allowed).orElseThrow(() -> missing(name));
    }

    private static String requireText(String name, JsonNode node, Pattern allowed) {
        if (!node.isTextual() || !allowed.matcher(node.textValue()).matches()) {
            throw ServiceException.invalidArgument(
                    "Invalid %s: %s, must match %s".formatted(name, shortened(node), allowed));
        }
        return node.textValue();
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= MAX_QUOTED_CHARACTERS
                ? text
                : text.substring(0, MAX_QUOTED_CHARACTERS) + "…";
    }

    OptionalLong number(String name, long min, long max) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < min
                || node.longValue() > max) {
            throw ServiceException.invalidArgument(
                    "Invalid %s: %s, must be a whole number from %d to %d"
                            .formatted(name, shortened(node), min, max));
        }
        return OptionalLong.of(node.longValue());
    }

    Optional<RequestFields> object(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw ServiceException.invalidArgument(
                    "Invalid %s: %s, must be an object".formatted(name, shortened(node)));
        }
        return Optional.of(new RequestFields(node));
    }

    RequestFields requiredObject(String name) {
        return object(name).orElseThrow(() -> missing(name));
    }

    /** Epoch seconds, with any fraction. */
    BigDecimal requiredSeconds(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            throw missing(name);
        }
        // The bounds keep an exponent from unfolding into a number of a billion digits.
        if (!node.isNumber() || Math.abs(node.doubleValue()) > 1e12) {
            throw ServiceException.invalidArgument(
                    "Invalid %s: %s, must be epoch seconds".formatted(name, shortened(node)));
        }
        return node.decimalValue();
    }

    List<String> requiredTexts(String name, int max, Pattern allowed) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            throw missing(name);
        }
        if (!node.isArray() || node.isEmpty() || node.size() > max) {
            throw ServiceException.invalidArgument(
                    "Invalid %s: must be a list of 1 to %d".formatted(name, max));
        }
        List<String> texts = new ArrayList<>(node.size());
        node.forEach(element -> texts.add(requireText(name, element, allowed)));
        return texts;
    }

    private static ServiceException missing(String name) {
        return ServiceException.invalidArgument(name + " is missing");
    }
}
