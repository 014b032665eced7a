/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsOptionsTest {

    private static final String PREFIX = CredentialsOptions.PREFIX;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".basic.accesskeyid",
                ".basic.secretkey",
                ".profile.path",
                ".profile.name",
                ".role.arn",
                ".role.sessionName",
                ".role.externalId",
                ".role.stsEndpoint",
                ".role.provider",
                ".role.provider.basic.secretkey",
                ".role.provider.role.provider.profile.name",
                ".webIdentityToken.file",
                ".custom.class"
            })
    void knowsTheKeysOfFlinksAwsConnectors(String suffix) {
        assertThat(CredentialsOptions.isKnown(PREFIX + suffix)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws.region",
                "aws.credentials.provider.",
                "aws.credentials.provider.basic",
                "aws.credentials.provider.basic.secretKey",
                "aws.credentials.provider.role.providers",
                "aws.credentials.provider.role.basic.secretkey",
                "xaws.credentials.provider"
            })
    void knowsNoOtherKeys(String key) {
        assertThat(CredentialsOptions.isKnown(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "ENV_VAR", "SYS_PROP", "PROFILE", "WEB_IDENTITY_TOKEN", "auto"})
    void acceptsProvidersThatNeedNothing(String provider) {
        options("", provider).check();
    }

    @Test
    void isAutoWithoutAnyOption() {
        assertThat(options().kind(PREFIX)).isEqualTo(CredentialsOptions.Kind.AUTO);
    }

    @Test
    void isBasicWhereBothKeysAreGiven() {
        CredentialsOptions both =
                options(".basic.accesskeyid", "AKID", ".basic.secretkey", "hushhush");
        CredentialsOptions one = options(".basic.accesskeyid", "AKID");

        assertThat(both.kind(PREFIX)).isEqualTo(CredentialsOptions.Kind.BASIC);
        assertThat(one.kind(PREFIX)).isEqualTo(CredentialsOptions.Kind.AUTO);
    }

    @ParameterizedTest
    @CsvSource({
        "BASIC, .basic.accesskeyid, .basic.secretkey",
        "BASIC, .basic.secretkey, .basic.accesskeyid",
        "ASSUME_ROLE, .role.arn, .role.sessionName",
        "ASSUME_ROLE, .role.sessionName, .role.arn",
        "CUSTOM, .custom.class, .basic.secretkey"
    })
    void namesTheOptionThatAProviderLacks(String provider, String missing, String given) {
        assertThatThrownBy(() -> options("", provider, given, "hushhush").check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Option '%s' is missing; the credentials provider %s needs it",
                        PREFIX + missing, provider);
    }

    @Test
    void namesAnUnknownProviderAndTheKnownOnes() {
        assertThatThrownBy(() -> options("", "MAGIC", ".basic.secretkey", "hushhush").check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Option 'aws.credentials.provider' is 'MAGIC'; it must be one of [AUTO,"
                                + " BASIC, ENV_VAR, SYS_PROP, PROFILE, ASSUME_ROLE,"
                                + " WEB_IDENTITY_TOKEN, CUSTOM]");
    }

    @Test
    void checksTheProviderOfTheAssumingIdentityToo() {
        Map<String, String> role = new HashMap<>();
        role.put("", "ASSUME_ROLE");
        role.put(".role.arn", "arn:aws:iam::111122223333:role/reader");
        role.put(".role.sessionName", "flink");
        options(role).check();

        role.put(".role.provider", "ASSUME_ROLE");
        assertThatThrownBy(() -> options(role).check())
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.role.provider.role.arn' is missing");

        role.put(".role.provider", "NONE");
        assertThatThrownBy(() -> options(role).check())
                .hasMessageStartingWith(
                        "Option 'aws.credentials.provider.role.provider' is 'NONE'");
    }

    @Test
    void keepsValuesToItself() {
        CredentialsOptions options =
                options(".basic.accesskeyid", "AKID", ".basic.secretkey", "hushhush");

        assertThat(options.toString())
                .contains("aws.credentials.provider.basic.secretkey")
                .doesNotContain("hushhush", "AKID");
        assertThat(TestSettings.of(URI.create("http://localhost")).toString())
                .doesNotContain("hushhush");
    }

    private static CredentialsOptions options(String... suffixesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < suffixesAndValues.length; i += 2) {
            values.put(suffixesAndValues[i], suffixesAndValues[i + 1]);
        }
        return options(values);
    }

    private static CredentialsOptions options(Map<String, String> valuesBySuffix) {
        Map<String, String> values = new HashMap<>();
        valuesBySuffix.forEach((suffix, value) -> values.put(PREFIX + suffix, value));
        return new CredentialsOptions(values);
    }
}
