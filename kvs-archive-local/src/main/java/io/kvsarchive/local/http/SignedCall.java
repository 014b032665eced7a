/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request's claim to come from the holder of a key: Signature Version 4, as the AWS reference
 * describes it.
 *
 * @param scopeDate the day of the credential scope, eight digits
 * @param signedHeaders in the order of the claim
 */
record SignedCall(
        FullHttpRequest request,
        String accessKey,
        String scopeDate,
        String region,
        String service,
        List<String> signedHeaders,
        String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    """
                    %s +Credential=([^/, ]+)/([0-9]{8})/([^/, ]*)/([^/, ]*)/aws4_request, \
                    *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})\
                    """
                            .formatted(ALGORITHM));
    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();

    /** The claim of a request, if it makes one in the right form. */
    static Optional<SignedCall> of(FullHttpRequest request) {
        Matcher matcher =
                AUTHORIZATION.matcher(request.headers().get(HttpHeaderNames.AUTHORIZATION, ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new SignedCall(
                        request,
                        matcher.group(1),
                        matcher.group(2),
                        matcher.group(3),
                        matcher.group(4),
                        Arrays.asList(matcher.group(5).split(";", -1)),
                        matcher.group(6)));
    }

    /** Who claims to have sent a request, empty if nobody does. */
    static String accessKeyOf(FullHttpRequest request) {
        return of(request).map(SignedCall::accessKey).orElse("");
    }

    /** Whether the claim was made with that secret, for that very request. */
    boolean isSignedWith(String secretKey) {
        String scope = String.join("/", scopeDate, region, service, "aws4_request");
        String toSign =
                String.join(
                        "\n",
                        ALGORITHM,
                        request.headers().get("x-amz-date", ""),
                        scope,
                        sha256(canonicalRequest().getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        byte[] expected = HEX.formatHex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII));
    }

    private String canonicalRequest() {
        String[] target = request.uri().split("\\?", 2);
        String headers =
                signedHeaders.stream()
                        .map(name -> name + ":" + valueOf(name) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method().name(),
                target[0],
                target.length > 1 ? target[1] : "",
                headers,
                String.join(";", signedHeaders),
                sha256(ByteBufUtil.getBytes(request.content())));
    }

    private String valueOf(String header) {
        return request.headers().getAll(header).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }
}
