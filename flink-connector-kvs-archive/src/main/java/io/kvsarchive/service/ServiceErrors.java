/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads the SDK's exceptions. */
final class ServiceErrors {

    /** What follows it is each provider of the chain with its own reasons, a page of them. */
    private static final String NO_CREDENTIALS =
            "Unable to load credentials from any of the providers in the chain";

    private ServiceErrors() {}

    static ArchiveServiceException toException(
            String operation, StreamReference stream, Throwable error) {
        ServiceErrorKind kind = kindOf(error);
        return new ArchiveServiceException(
                kind,
                "%s of stream '%s' failed: %s. %s"
                        .formatted(operation, stream, describe(error), kind.advice()),
                error);
    }

    static ArchiveServiceException ofStreamListing(String prefix, Throwable error) {
        ServiceErrorKind kind = kindOf(error);
        return new ArchiveServiceException(
                kind,
                "ListStreams%s failed: %s. %s"
                        .formatted(
                                prefix.isEmpty() ? "" : " for the prefix '%s'".formatted(prefix),
                                describe(error),
                                kind.advice()),
                error);
    }

    /** What a server answers that is not the control plane. */
    static ArchiveServiceException noDataEndpoint(String apiName, StreamReference stream) {
        return new ArchiveServiceException(
                ServiceErrorKind.INVALID,
                ("GetDataEndpoint for %s of stream '%s' failed: the answer names no endpoint. Check"
                                + " that the option '%s', if it is set, is the control plane's.")
                        .formatted(apiName, stream, OptionKeys.AWS_ENDPOINT),
                null);
    }

    private static ServiceErrorKind kindOf(Throwable error) {
        if (error instanceof AwsServiceException service) {
            return ServiceErrorKind.of(service.statusCode(), code(service), text(service));
        }
        // The SDK wraps what the network did, and an HTTP client that was closed under a call; what
        // it says of its own accord is about credentials.
        return hasCause(error, IOException.class) || hasCause(error, IllegalStateException.class)
                ? ServiceErrorKind.UNAVAILABLE
                : ServiceErrorKind.DENIED;
    }

    private static String describe(Throwable error) {
        if (error instanceof AwsServiceException service) {
            String code = code(service);
            String text = text(service);
            return "%sHTTP %s, request id %s%s"
                    .formatted(
                            code == null ? "" : code + ", ",
                            service.statusCode(),
                            service.requestId(),
                            text == null || text.isBlank() ? "" : ": " + withoutFullStop(text));
        }
        String text = String.valueOf(error.getMessage());
        return withoutFullStop(
                text.startsWith(NO_CREDENTIALS)
                        ? text.substring(0, NO_CREDENTIALS.length())
                        : text);
    }

    private static @Nullable String code(AwsServiceException error) {
        return error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorCode();
    }

    private static @Nullable String text(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        return details == null ? null : details.errorMessage();
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
