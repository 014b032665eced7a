/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

@Timeout(60)
class CredentialsProvidersTest {

    private static final String PREFIX = CredentialsOptions.PREFIX;

    private final SdkHttpClient http = ApacheHttpClient.create();
    private final Map<String, String> options = new HashMap<>();
    private AwsCredentialsProvider created;

    @AfterEach
    void close() {
        if (created instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
        http.close();
    }

    @Test
    void takesTheKeysThatAreGiven() {
        set(".basic.accesskeyid", "AKID");
        set(".basic.secretkey", "hushhush");

        assertThat(create().resolveCredentials())
                .isEqualTo(AwsBasicCredentials.create("AKID", "hushhush"));
    }

    @Test
    void takesSystemProperties() {
        set("", "SYS_PROP");
        System.setProperty("aws.accessKeyId", "AKIDSYS");
        System.setProperty("aws.secretAccessKey", "hushsys");
        try {
            assertThat(create().resolveCredentials())
                    .extracting(AwsCredentials::accessKeyId, AwsCredentials::secretAccessKey)
                    .containsExactly("AKIDSYS", "hushsys");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void takesTheProfileOfAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("credentials");
        Files.writeString(
                file,
                """
                [default]
                aws_access_key_id = AKIDDEFAULT
                aws_secret_access_key = hushdefault
                [cameras]
                aws_access_key_id = AKIDCAMERAS
                aws_secret_access_key = hushcameras
                """);
        set("", "PROFILE");
        set(".profile.path", file.toString());
        set(".profile.name", "cameras");

        assertThat(create().resolveCredentials())
                .extracting(AwsCredentials::accessKeyId, AwsCredentials::secretAccessKey)
                .containsExactly("AKIDCAMERAS", "hushcameras");
    }

    @Test
    void leavesTheRestToTheSdksOwnProviders(@TempDir Path folder) {
        assertThat(create()).isInstanceOf(DefaultCredentialsProvider.class);

        set("", "env_var");
        assertThat(create()).isInstanceOf(EnvironmentVariableCredentialsProvider.class);

        set("", "WEB_IDENTITY_TOKEN");
        set(".role.arn", "arn:aws:iam::111122223333:role/reader");
        set(".webIdentityToken.file", folder.resolve("token").toString());
        assertThat(create()).isInstanceOf(WebIdentityTokenFileCredentialsProvider.class);
    }

    @Test
    void assumesARole() {
        try (ScriptedServer sts = ScriptedServer.start().on("/", assumedRole("AKIDROLE"))) {
            role("", "reader", sts);
            set(".role.externalId", "outsider");
            keys(".role.provider", "AKIDBASE");

            assertThat(create().resolveCredentials()).isEqualTo(session("AKIDROLE"));
            assertThat(sts.calls())
                    .singleElement()
                    .satisfies(
                            call -> {
                                assertThat(signer(call)).isEqualTo("AKIDBASE");
                                assertThat(form(call))
                                        .containsEntry("Action", "AssumeRole")
                                        .containsEntry(
                                                "RoleArn", "arn:aws:iam::111122223333:role/reader")
                                        .containsEntry("RoleSessionName", "flink-reader")
                                        .containsEntry("ExternalId", "outsider");
                            });
        }
    }

    @Test
    void assumesARoleAsAnotherAssumedRole() {
        try (ScriptedServer sts =
                ScriptedServer.start()
                        .on("/", assumedRole("AKIDINNER"), assumedRole("AKIDOUTER"))) {
            role("", "outer", sts);
            role(".role.provider", "inner", sts);
            keys(".role.provider.role.provider", "AKIDBASE");

            assertThat(create().resolveCredentials()).isEqualTo(session("AKIDOUTER"));
            assertThat(sts.calls())
                    .extracting(call -> signer(call) + " as " + form(call).get("RoleSessionName"))
                    .containsExactly("AKIDBASE as flink-inner", "AKIDINNER as flink-outer");
        }
    }

    @Test
    void asksNothingOfStsBeforeCredentialsAreNeeded() {
        try (ScriptedServer sts = ScriptedServer.start()) {
            role("", "reader", sts);
            keys(".role.provider", "AKIDBASE");

            create();

            assertThat(sts.calls()).isEmpty();
        }
    }

    @Test
    void makesACustomProviderFromTheOptions() {
        set("", "CUSTOM");
        set(".custom.class", FromProperties.class.getName());
        set(".profile.name", "AKIDCUSTOM");

        assertThat(create().resolveCredentials().accessKeyId()).isEqualTo("AKIDCUSTOM");
    }

    @Test
    void makesACustomProviderWithoutOptions() {
        set("", "CUSTOM");
        set(".custom.class", WithoutParameters.class.getName());

        assertThat(create().resolveCredentials().accessKeyId()).isEqualTo("AKIDPLAIN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no.such.Class",
                "java.lang.String",
                "io.kvsarchive.service.CredentialsProvidersTest$WithoutConstructor",
                "io.kvsarchive.service.CredentialsProvidersTest$Throwing"
            })
    void namesACustomClassThatCannotBeUsed(String className) {
        set("", "CUSTOM");
        set(".custom.class", className);
        set(".basic.secretkey", "hushhush");

        assertThatThrownBy(this::create)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.custom.class' is '" + className + "';")
                .hasMessageContaining(AwsCredentialsProvider.class.getName())
                .hasMessageContaining("java.util.Properties")
                .hasMessageNotContaining("hushhush");
    }

    @Test
    void looksForACustomClassWhereTheJobsClassesAre() {
        set("", "CUSTOM");
        set(".custom.class", WithoutParameters.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThatThrownBy(this::create).hasRootCauseInstanceOf(ClassNotFoundException.class);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void checksBeforeItMakesAnything() {
        set("", "BASIC");

        assertThatThrownBy(this::create)
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.basic.accesskeyid' is missing");
    }

    private AwsCredentialsProvider create() {
        created =
                new CredentialsProviders(new CredentialsOptions(options), Region.US_WEST_2, http)
                        .create();
        return created;
    }

    private void set(String suffix, String value) {
        options.put(PREFIX + suffix, value);
    }

    private void keys(String suffix, String accessKey) {
        set(suffix, "BASIC");
        set(suffix + ".basic.accesskeyid", accessKey);
        set(suffix + ".basic.secretkey", "hushhush");
    }

    private void role(String suffix, String name, ScriptedServer sts) {
        set(suffix, "ASSUME_ROLE");
        set(suffix + ".role.arn", "arn:aws:iam::111122223333:role/" + name);
        set(suffix + ".role.sessionName", "flink-" + name);
        set(suffix + ".role.stsEndpoint", sts.uri().toString());
    }

    private static AwsSessionCredentials session(String accessKey) {
        return AwsSessionCredentials.builder()
                .accessKeyId(accessKey)
                .secretAccessKey("hushrole")
                .sessionToken("token")
                .accountId("111122223333")
                .expirationTime(Instant.parse("2099-01-01T00:00:00Z"))
                .build();
    }

    private static ScriptedServer.Answer assumedRole(String accessKey) {
        return ScriptedServer.answer(
                200,
                "text/xml",
                """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleResult>
                    <AssumedRoleUser>
                      <AssumedRoleId>ID:flink</AssumedRoleId>
                      <Arn>arn:aws:sts::111122223333:assumed-role/reader/flink</Arn>
                    </AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>%s</AccessKeyId>
                      <SecretAccessKey>hushrole</SecretAccessKey>
                      <SessionToken>token</SessionToken>
                      <Expiration>2099-01-01T00:00:00Z</Expiration>
                    </Credentials>
                  </AssumeRoleResult>
                </AssumeRoleResponse>
                """
                        .formatted(accessKey));
    }

    private static String signer(ScriptedServer.Call call) {
        return call.headers()
                .get("authorization")
                .replaceFirst(".*Credential=([A-Z]+)/.*/us-west-2/sts/.*", "$1");
    }

    private static Map<String, String> form(ScriptedServer.Call call) {
        Map<String, String> fields = new HashMap<>();
        for (String field : call.body().split("&", -1)) {
            String[] nameAndValue = field.split("=", 2);
            fields.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], UTF_8));
        }
        return fields;
    }

    /** Has both constructors, of which the one for options is to be taken. */
    public static final class FromProperties implements AwsCredentialsProvider {
        private final String accessKey;

        public FromProperties() {
            this.accessKey = "AKIDWRONG";
        }

        public FromProperties(Properties options) {
            this.accessKey = options.getProperty(PREFIX + ".profile.name");
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create(accessKey, "hushhush");
        }
    }

    public static final class WithoutParameters implements AwsCredentialsProvider {
        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("AKIDPLAIN", "hushhush");
        }
    }

    public static final class WithoutConstructor implements AwsCredentialsProvider {
        private WithoutConstructor() {}

        @Override
        public AwsCredentials resolveCredentials() {
            throw new AssertionError();
        }
    }

    public static final class Throwing implements AwsCredentialsProvider {
        public Throwing() {
            throw new IllegalStateException("not today");
        }

        @Override
        public AwsCredentials resolveCredentials() {
            throw new AssertionError();
        }
    }
}
