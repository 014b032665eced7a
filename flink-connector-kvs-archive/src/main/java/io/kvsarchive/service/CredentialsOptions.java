/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;

/**
 * The options that say where credentials come from. They have the names and meanings that Flink's
 * own AWS connectors give them.
 *
 * @param values the options by their full keys, all of which begin with {@link #PREFIX}
 */
@Internal
public record CredentialsOptions(Map<String, String> values) implements Serializable {

    public static final String PREFIX = "aws.credentials.provider";

    /** A role's assuming identity has a provider of its own, below the role's prefix. */
    static final String ROLE_PROVIDER = ".role.provider";

    static final String ACCESS_KEY = ".basic.accesskeyid";
    static final String SECRET_KEY = ".basic.secretkey";
    static final String PROFILE_PATH = ".profile.path";
    static final String PROFILE_NAME = ".profile.name";
    static final String ROLE_ARN = ".role.arn";
    static final String ROLE_SESSION_NAME = ".role.sessionName";
    static final String ROLE_EXTERNAL_ID = ".role.externalId";
    static final String ROLE_STS_ENDPOINT = ".role.stsEndpoint";
    static final String WEB_IDENTITY_TOKEN_FILE = ".webIdentityToken.file";
    static final String CUSTOM_CLASS = ".custom.class";

    private static final Pattern KNOWN_KEY =
            Pattern.compile(
                    "%s(%s)*(%s)?"
                            .formatted(
                                    Pattern.quote(PREFIX),
                                    Pattern.quote(ROLE_PROVIDER),
                                    Stream.of(
                                                    ACCESS_KEY,
                                                    SECRET_KEY,
                                                    PROFILE_PATH,
                                                    PROFILE_NAME,
                                                    ROLE_ARN,
                                                    ROLE_SESSION_NAME,
                                                    ROLE_EXTERNAL_ID,
                                                    ROLE_STS_ENDPOINT,
                                                    WEB_IDENTITY_TOKEN_FILE,
                                                    CUSTOM_CLASS)
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining("|"))));

    enum Kind {
        AUTO,
        BASIC,
        ENV_VAR,
        SYS_PROP,
        PROFILE,
        ASSUME_ROLE,
        WEB_IDENTITY_TOKEN,
        CUSTOM;

        List<String> requiredSuffixes() {
            return switch (this) {
                case BASIC -> List.of(ACCESS_KEY, SECRET_KEY);
                case ASSUME_ROLE -> List.of(ROLE_ARN, ROLE_SESSION_NAME);
                case CUSTOM -> List.of(CUSTOM_CLASS);
                case AUTO, ENV_VAR, SYS_PROP, PROFILE, WEB_IDENTITY_TOKEN -> List.of();
            };
        }
    }

    public CredentialsOptions {
        values = Map.copyOf(values);
    }

    /** Whether a key is one of these options. */
    public static boolean isKnown(String key) {
        return KNOWN_KEY.matcher(key).matches();
    }

    /**
     * Checks that the provider exists and has what it needs.
     *
     * @throws IllegalArgumentException if not, naming the option
     */
    public void check() {
        check(PREFIX);
    }

    private void check(String prefix) {
        Kind kind = kind(prefix);
        for (String suffix : kind.requiredSuffixes()) {
            if (!values.containsKey(prefix + suffix)) {
                throw new IllegalArgumentException(
                        "Option '%s%s' is missing; the credentials provider %s needs it"
                                .formatted(prefix, suffix, kind));
            }
        }
        if (kind == Kind.ASSUME_ROLE) {
            check(prefix + ROLE_PROVIDER);
        }
    }

    Kind kind(String prefix) {
        String name = values.get(prefix);
        if (name == null) {
            boolean hasKeys =
                    Kind.BASIC.requiredSuffixes().stream()
                            .allMatch(suffix -> values.containsKey(prefix + suffix));
            return hasKeys ? Kind.BASIC : Kind.AUTO;
        }
        try {
            return Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Option '%s' is '%s'; it must be one of %s"
                            .formatted(prefix, name, Arrays.toString(Kind.values())),
                    e);
        }
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Leaves the values out, since they may be secrets. */
    @Override
    public String toString() {
        return "CredentialsOptions" + values.keySet();
    }
}
