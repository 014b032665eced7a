/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.http;

import io.kvsarchive.local.service.Reply;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import java.util.Optional;

/** Refuses requests that the service would refuse for who sent them. */
public final class CallerCheck {

    /** The signing name of all clients in the service models. */
    private static final String SERVICE = "kinesisvideo";

    private final String region;
    private final Map<String, String> secretKeys;

    /**
     * @param secretKeys the secret of each access key that is accepted; if there are none, any
     *     access key is, and signatures are not verified
     */
    public CallerCheck(String region, Map<String, String> secretKeys) {
        this.region = region;
        this.secretKeys = Map.copyOf(secretKeys);
    }

    /** The refusal of a request, if it is refused. */
    Optional<Reply.Failure> refusalOf(FullHttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
            return refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Optional<SignedCall> signed = SignedCall.of(request);
        if (signed.isEmpty()) {
            // IncompleteSignature, 400, of the table of common errors in the API reference.
            return Optional.of(
                    new Reply.Failure(
                            400,
                            "IncompleteSignatureException",
                            """
                            Authorization must be %s Credential=<key>/<date>/<region>/%s\
                            /aws4_request, SignedHeaders=<names>, Signature=<64 hex digits>\
                            """
                                    .formatted(SignedCall.ALGORITHM, SERVICE)));
        }
        return refusalOf(signed.get());
    }

    private Optional<Reply.Failure> refusalOf(SignedCall call) {
        if (!call.service().equals(SERVICE)) {
            return refuse(
                    "InvalidSignatureException",
                    "Credential should be scoped to correct service: '" + SERVICE + "'.");
        }
        if (!call.region().equals(region)) {
            return refuse(
                    "InvalidSignatureException",
                    "Credential should be scoped to a valid region, this archive is in '%s'."
                            .formatted(region));
        }
        if (secretKeys.isEmpty()) {
            return Optional.empty();
        }
        String secret = secretKeys.get(call.accessKey());
        if (secret == null) {
            return refuse(
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid.");
        }
        if (!call.isSignedWith(secret)) {
            return refuse(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you"
                            + " provided.");
        }
        return Optional.empty();
    }

    private static Optional<Reply.Failure> refuse(String code, String message) {
        return Optional.of(new Reply.Failure(403, code, message));
    }
}
