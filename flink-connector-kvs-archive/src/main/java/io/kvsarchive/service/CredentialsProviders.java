/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Makes the credentials provider that the options below {@code aws.credentials.provider} name. */
final class CredentialsProviders {

    private static final String PROVIDER = "aws.credentials.provider";

    /** The providers that Flink's own AWS connectors know, under the same names. */
    private enum Kind {
        AUTO,
        BASIC,
        ENV_VAR,
        SYS_PROP,
        PROFILE,
        ASSUME_ROLE,
        WEB_IDENTITY_TOKEN,
        CUSTOM
    }

    private final Map<String, String> options;
    private final Region region;
    private final SdkHttpClient http;

    CredentialsProviders(Map<String, String> options, Region region, SdkHttpClient http) {
        this.options = options;
        this.region = region;
        this.http = http;
    }

    AwsCredentialsProvider create() {
        return create(PROVIDER);
    }

    /** The assuming identity of a role has a provider of its own, below a longer prefix. */
    private AwsCredentialsProvider create(String prefix) {
        return switch (kind(prefix)) {
            case AUTO -> DefaultCredentialsProvider.builder().build();
            case BASIC ->
                    StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(
                                    required(prefix + ".basic.accesskeyid"),
                                    required(prefix + ".basic.secretkey")));
            case ENV_VAR -> EnvironmentVariableCredentialsProvider.create();
            case SYS_PROP -> SystemPropertyCredentialsProvider.create();
            case PROFILE -> profile(prefix);
            case ASSUME_ROLE -> assumeRole(prefix);
            case WEB_IDENTITY_TOKEN -> webIdentity(prefix);
            case CUSTOM -> custom(prefix + ".custom.class");
        };
    }

    private Kind kind(String prefix) {
        String name = options.get(prefix);
        if (name == null) {
            boolean hasKeys =
                    options.containsKey(prefix + ".basic.accesskeyid")
                            && options.containsKey(prefix + ".basic.secretkey");
            return hasKeys ? Kind.BASIC : Kind.AUTO;
        }
        try {
            return Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Option '"
                            + prefix
                            + "' is '"
                            + name
                            + "'; it must be one of "
                            + Arrays.toString(Kind.values()),
                    e);
        }
    }

    private AwsCredentialsProvider profile(String prefix) {
        ProfileCredentialsProvider.Builder builder = ProfileCredentialsProvider.builder();
        builder.profileName(options.get(prefix + ".profile.name"));
        String path = options.get(prefix + ".profile.path");
        if (path != null) {
            builder.profileFile(
                    ProfileFile.builder()
                            .type(ProfileFile.Type.CREDENTIALS)
                            .content(Path.of(path))
                            .build());
        }
        return builder.build();
    }

    private AwsCredentialsProvider assumeRole(String prefix) {
        AssumeRoleRequest request =
                AssumeRoleRequest.builder()
                        .roleArn(required(prefix + ".role.arn"))
                        .roleSessionName(required(prefix + ".role.sessionName"))
                        .externalId(options.get(prefix + ".role.externalId"))
                        .build();
        StsClientBuilder sts =
                StsClient.builder()
                        .region(region)
                        .httpClient(http)
                        .credentialsProvider(create(prefix + ".role.provider"));
        String endpoint = options.get(prefix + ".role.stsEndpoint");
        if (endpoint != null) {
            sts.endpointOverride(URI.create(endpoint));
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request)
                .build();
    }

    private AwsCredentialsProvider webIdentity(String prefix) {
        WebIdentityTokenFileCredentialsProvider.Builder builder =
                WebIdentityTokenFileCredentialsProvider.builder()
                        .roleArn(options.get(prefix + ".role.arn"))
                        .roleSessionName(options.get(prefix + ".role.sessionName"));
        String file = options.get(prefix + ".webIdentityToken.file");
        if (file != null) {
            builder.webIdentityTokenFile(Path.of(file));
        }
        return builder.build();
    }

    private AwsCredentialsProvider custom(String option) {
        String className = required(option);
        try {
            Class<? extends AwsCredentialsProvider> providerClass =
                    Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                            .asSubclass(AwsCredentialsProvider.class);
            for (Constructor<?> constructor : providerClass.getConstructors()) {
                if (Arrays.equals(
                        constructor.getParameterTypes(), new Class<?>[] {Properties.class})) {
                    Properties properties = new Properties();
                    properties.putAll(options);
                    return (AwsCredentialsProvider) constructor.newInstance(properties);
                }
            }
            return providerClass.getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "Option '"
                            + option
                            + "' is '"
                            + className
                            + "'; it must name a public class on the job's class path that"
                            + " implements "
                            + AwsCredentialsProvider.class.getName()
                            + " and has a public constructor without parameters, or with one of"
                            + " type java.util.Properties",
                    e);
        }
    }

    private String required(String option) {
        String value = options.get(option);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Option '" + option + "' is missing; the chosen credentials provider needs it");
        }
        return value;
    }
}
