/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static io.kvsarchive.service.CredentialsOptions.ACCESS_KEY;
import static io.kvsarchive.service.CredentialsOptions.CUSTOM_CLASS;
import static io.kvsarchive.service.CredentialsOptions.PREFIX;
import static io.kvsarchive.service.CredentialsOptions.PROFILE_NAME;
import static io.kvsarchive.service.CredentialsOptions.PROFILE_PATH;
import static io.kvsarchive.service.CredentialsOptions.ROLE_ARN;
import static io.kvsarchive.service.CredentialsOptions.ROLE_EXTERNAL_ID;
import static io.kvsarchive.service.CredentialsOptions.ROLE_PROVIDER;
import static io.kvsarchive.service.CredentialsOptions.ROLE_SESSION_NAME;
import static io.kvsarchive.service.CredentialsOptions.ROLE_STS_ENDPOINT;
import static io.kvsarchive.service.CredentialsOptions.SECRET_KEY;
import static io.kvsarchive.service.CredentialsOptions.WEB_IDENTITY_TOKEN_FILE;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Path;
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

/** Makes the credentials provider that options name. */
final class CredentialsProviders {

    private final CredentialsOptions options;
    private final Region region;
    private final SdkHttpClient http;

    CredentialsProviders(CredentialsOptions options, Region region, SdkHttpClient http) {
        this.options = options;
        this.region = region;
        this.http = http;
    }

    /**
     * Makes the provider. Nothing is asked of AWS yet.
     *
     * @throws IllegalArgumentException if an option is wrong or missing
     */
    AwsCredentialsProvider create() {
        options.check();
        return create(PREFIX);
    }

    private AwsCredentialsProvider create(String prefix) {
        return switch (options.kind(prefix)) {
            case AUTO -> DefaultCredentialsProvider.builder().build();
            case BASIC -> basic(prefix);
            case ENV_VAR -> EnvironmentVariableCredentialsProvider.create();
            case SYS_PROP -> SystemPropertyCredentialsProvider.create();
            case PROFILE -> profile(prefix);
            case ASSUME_ROLE -> assumedRole(prefix);
            case WEB_IDENTITY_TOKEN -> webIdentity(prefix);
            case CUSTOM -> custom(prefix + CUSTOM_CLASS);
        };
    }

    private AwsCredentialsProvider basic(String prefix) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                        options.get(prefix + ACCESS_KEY).orElseThrow(),
                        options.get(prefix + SECRET_KEY).orElseThrow()));
    }

    private AwsCredentialsProvider profile(String prefix) {
        ProfileCredentialsProvider.Builder builder = ProfileCredentialsProvider.builder();
        options.get(prefix + PROFILE_NAME).ifPresent(builder::profileName);
        options.get(prefix + PROFILE_PATH)
                .ifPresent(
                        path ->
                                builder.profileFile(
                                        ProfileFile.builder()
                                                .type(ProfileFile.Type.CREDENTIALS)
                                                .content(Path.of(path))
                                                .build()));
        return builder.build();
    }

    private AwsCredentialsProvider assumedRole(String prefix) {
        StsClientBuilder sts =
                StsClient.builder()
                        .region(region)
                        .httpClient(http)
                        .credentialsProvider(create(prefix + ROLE_PROVIDER));
        options.get(prefix + ROLE_STS_ENDPOINT).map(URI::create).ifPresent(sts::endpointOverride);
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(
                        request ->
                                request.roleArn(options.get(prefix + ROLE_ARN).orElseThrow())
                                        .roleSessionName(
                                                options.get(prefix + ROLE_SESSION_NAME)
                                                        .orElseThrow())
                                        .externalId(
                                                options.get(prefix + ROLE_EXTERNAL_ID)
                                                        .orElse(null)))
                .build();
    }

    private AwsCredentialsProvider webIdentity(String prefix) {
        WebIdentityTokenFileCredentialsProvider.Builder builder =
                WebIdentityTokenFileCredentialsProvider.builder();
        options.get(prefix + ROLE_ARN).ifPresent(builder::roleArn);
        options.get(prefix + ROLE_SESSION_NAME).ifPresent(builder::roleSessionName);
        options.get(prefix + WEB_IDENTITY_TOKEN_FILE)
                .map(Path::of)
                .ifPresent(builder::webIdentityTokenFile);
        return builder.build();
    }

    private AwsCredentialsProvider custom(String option) {
        String className = options.get(option).orElseThrow();
        try {
            Class<? extends AwsCredentialsProvider> provider =
                    Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                            .asSubclass(AwsCredentialsProvider.class);
            return instantiate(provider);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    ("Option '%s' is '%s'; it must name a public class on the job's class path that"
                                    + " implements %s and has a public constructor, without"
                                    + " parameters or with one of type java.util.Properties for"
                                    + " these options")
                            .formatted(option, className, AwsCredentialsProvider.class.getName()),
                    e);
        }
    }

    private AwsCredentialsProvider instantiate(Class<? extends AwsCredentialsProvider> provider)
            throws ReflectiveOperationException, InvocationTargetException {
        try {
            Properties properties = new Properties();
            properties.putAll(options.values());
            return provider.getConstructor(Properties.class).newInstance(properties);
        } catch (NoSuchMethodException e) {
            return provider.getConstructor().newInstance();
        }
    }
}
