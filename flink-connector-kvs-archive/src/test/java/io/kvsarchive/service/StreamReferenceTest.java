/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamReferenceTest {

    private static final String ARN =
            "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/front-door/1580000000000";

    @ParameterizedTest
    @ValueSource(strings = {"a", "front-door", "Front_Door.2", "-", "123"})
    void takesANameAsItIs(String name) {
        StreamReference stream = new StreamReference(name);

        assertThat(stream.isArn()).isFalse();
        assertThat(stream.name()).isEqualTo(name);
        assertThat(stream.region()).isEmpty();
        assertThat(stream).hasToString(name);
    }

    @Test
    void takesNameAndRegionFromAnArn() {
        StreamReference stream = new StreamReference(ARN);

        assertThat(stream.isArn()).isTrue();
        assertThat(stream.name()).isEqualTo("front-door");
        assertThat(stream.region()).contains("eu-west-1");
        assertThat(stream).hasToString(ARN);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws-cn:kinesisvideo:cn-north-1:111122223333:stream/cam/1, cn-north-1",
        "arn:aws-us-gov:kinesisvideo:us-gov-west-1:111122223333:stream/cam/1, us-gov-west-1"
    })
    void takesArnsOfAllPartitions(String arn, String region) {
        assertThat(new StreamReference(arn).name()).isEqualTo("cam");
        assertThat(new StreamReference(arn).region()).contains(region);
    }

    @Test
    void boundsTheLengthOfANameAsTheServiceDoes() {
        assertThat(new StreamReference("x".repeat(256)).name()).hasSize(256);
        assertThatThrownBy(() -> new StreamReference("x".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "front door",
                "front/door",
                "caf\u00e9",
                "arn:aws:kinesisvideo:eu-west-1:111122223333:stream/front-door",
                "arn:aws:kinesis:eu-west-1:111122223333:stream/front-door/1580000000000",
                "arn:aws:kinesisvideo:eu-west-1:111122223333:channel/front-door/1580000000000",
                "arn:aws:kinesisvideo::111122223333:stream/front-door/1580000000000"
            })
    void refusesWhatIsNeitherANameNorAnArn(String text) {
        assertThatThrownBy(() -> new StreamReference(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is neither the name of a video stream")
                .hasMessageContaining("arn:aws:kinesisvideo:REGION:ACCOUNT:stream/NAME/");
    }

    @Test
    void isEqualByItsText() {
        assertThat(new StreamReference(ARN)).isEqualTo(new StreamReference(ARN));
        assertThat(new StreamReference(ARN)).isNotEqualTo(new StreamReference("front-door"));
    }
}
