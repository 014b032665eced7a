/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user is told of tables that can't be. */
class KvsArchiveTableFactoryTest {

    private static final String SECRET = "not-to-be-seen";

    private final TableEnvironment sql =
            TableEnvironment.create(EnvironmentSettings.inStreamingMode());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream.names=front door | Option 'stream.names': 'front door' is neither the name",
                "stream.names=a;arn:aws:kinesisvideo:eu-west-1:111122223333:stream/a/1580000000000"
                        + " | is named twice, also as 'a'",
                "stream.prefix=front door | 'front door' can't be what the name of a stream begins",
                "scan.start.timestamp=yesterday | Option 'scan.start.timestamp' is 'yesterday'; it"
                        + " must be a time with its offset, such as 2025-03-14T09:00:00Z",
                "scan.end.timestamp=2025-03-14 09:00:00 | Option 'scan.end.timestamp' is"
                        + " '2025-03-14 09:00:00'; it must be a time with its offset",
                "scan.start.timestamp=2025-03-14T09:00:00Z,"
                        + "scan.end.timestamp=2025-03-14T09:00:00+01:00 | The start timestamp,"
                        + " 2025-03-14T09:00:00Z, is after the end timestamp, 2025-03-14T08:00:00Z",
                "scan.bounded=false,scan.end.timestamp=2025-03-14T09:00:00Z | Option"
                        + " 'scan.end.timestamp' is set, and 'scan.bounded' is 'false'",
                "scan.bounded=maybe | Could not parse value 'maybe' for key 'scan.bounded'",
                "read.order=backwards | Could not parse value 'backwards' for key 'read.order'",
                "read.order=backwards | Expected one of: [[parallel, ordered]]",
                "scan.records=bytes | Expected one of: [[frames, fragments]]",
                "scan.fragment-selector-type=now | [[PRODUCER_TIMESTAMP, SERVER_TIMESTAMP]]",
                "scan.parallelism=0 | Option 'scan.parallelism' is '0'; it must be at least 1",
                "on-lost-fragment=ignore | Expected one of: [[fail, skip]]",
                "split.max-fragments=1001 | Option 'split.max-fragments' is '1001'; it must be"
                        + " between 1 and 1000",
                "aws.endpoint=nowhere | Option 'aws.endpoint' is 'nowhere'; it must be a URL",
                "aws.credentials.provider=WHOEVER | Option 'aws.credentials.provider' is"
                        + " 'WHOEVER'; it must be one of [AUTO, BASIC",
                "aws.credentials.provider.basic.pin=1 | Option 'aws.credentials.provider.basic.pin'"
                        + " is not known",
                "watermark.source=true | Unsupported options found for 'kvs-archive'",
                "scan.records=fragments,frame.tracks=1 | Option 'frame.tracks' is about frames, and"
                        + " 'scan.records' is 'fragments'",
                "format=raw | Option 'format' is set, and the table has no plain column for it",
                "format.columns=frame_size | Option 'format.columns' names the column 'frame_size';"
                        + " the table's plain columns are [frame_index]",
            })
    void namesTheOptionAndWhatIsAllowed(String options, String message) {
        create("frame_index INT", options);

        assertThatThrownBy(this::explain).hasStackTraceContaining(message);
    }

    @Test
    void needsStreams() {
        sql.executeSql("CREATE TABLE t (frame_index INT) WITH ('connector' = 'kvs-archive')");

        assertThatThrownBy(this::explain)
                .rootCause()
                .hasMessage(
                        "A table needs streams: set 'stream.names' to their names or ARNs, with a"
                                + " semicolon between them, or 'stream.prefix' to what their names"
                                + " begin with");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frame_time TIMESTAMP(3) | Column 'frame_time' is of type TIMESTAMP(3); the"
                        + " connector fills it with TIMESTAMP_LTZ(3) NOT NULL.",
                "frame_index BIGINT | Column 'frame_index' is of type BIGINT; the connector fills"
                        + " it with INT NOT NULL.",
                "width INT NOT NULL | Column 'width' is of type INT NOT NULL; the connector fills"
                        + " it with INT.",
                "tags MAP<STRING, INT> | Column 'tags' is of type MAP<STRING, INT>; the connector"
                        + " fills it with MAP<STRING, STRING> NOT NULL.",
                "payload BYTES | Columns [payload] need a format that makes them of the payload,"
                        + " such as 'format' = 'raw'",
                "x INT METADATA FROM 'frame' | supports the following metadata keys for reading",
                "x INT METADATA FROM 'frame' | fragment_duration_ms",
                "frame_index MAP<INT, INT> METADATA | the type must be castable from metadata"
                        + " type",
                "server_time TIMESTAMP_LTZ(3), WATERMARK FOR server_time AS SOURCE_WATERMARK() |"
                        + " SOURCE_WATERMARK() is declared for the column 'server_time'; the"
                        + " source's watermark holds for frame_time and producer_time",
                "t TIMESTAMP_LTZ(3) METADATA FROM 'server_time', WATERMARK FOR t AS"
                        + " SOURCE_WATERMARK() | SOURCE_WATERMARK() is declared for the column 't'",
            })
    void namesTheColumnAndWhatIsAllowed(String columns, String message) {
        create(columns, "scan.bounded=true");

        assertThatThrownBy(this::explain).hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frame_index INT | Column 'frame_index' takes media, and with 'scan.records' ="
                        + " 'fragments' none are read; the columns of such a table are stream_name,"
                        + " stream_arn, fragment_number, producer_time, server_time, fragment_size,"
                        + " fragment_duration_ms",
                "payload BYTES | With 'scan.records' = 'fragments' no media are read, so there is"
                        + " nothing for columns [payload]",
                "x INT METADATA FROM 'frame_index' | Invalid metadata key 'frame_index'",
            })
    void namesTheColumnsOfTheListing(String columns, String message) {
        create(columns, "scan.records=fragments");

        assertThatThrownBy(this::explain).hasStackTraceContaining(message);
    }

    @Test
    void takesNoFormatForTheListing() {
        create("fragment_number STRING", "scan.records=fragments,format=raw");

        assertThatThrownBy(this::explain)
                .hasStackTraceContaining(
                        "With 'scan.records' = 'fragments' no media are read, so there is nothing"
                                + " for a format");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frame_index INT NOT NULL, width INT | scan.bounded=true",
                "t TIMESTAMP_LTZ(3) METADATA FROM 'frame_time', WATERMARK FOR t AS"
                        + " SOURCE_WATERMARK() | scan.bounded=true",
                "frame_time TIMESTAMP_LTZ(3), t AS CAST(frame_time AS TIMESTAMP(3)), WATERMARK FOR"
                        + " t AS SOURCE_WATERMARK() | scan.bounded=true",
                "frame_index STRING, payload STRING | format=json,format.columns=frame_index",
                "payload BYTES, frame_index INT | format=raw,scan.watermark.idle-timeout=1 min",
                "frame_index INT | source.reader.close.timeout=1000",
                "frame_index BIGINT METADATA | scan.start.timestamp=2025-03-14 09:00:00+00:00",
                "producer_time TIMESTAMP_LTZ(3), WATERMARK FOR producer_time AS SOURCE_WATERMARK()"
                        + " | scan.records=fragments",
            })
    void takesTablesThatCanBe(String columns, String options) {
        create(columns, options);

        assertThat(sql.explainSql("SELECT * FROM t")).contains("TableSourceScan");
    }

    @Test
    void keepsSecrets() {
        create(
                "frame_index INT",
                "aws.credentials.provider.basic.secretkey="
                        + SECRET
                        + ",aws.credentials.provider.basic.accesskeyid=AKIA,scan.parallelism=0");
        assertThatThrownBy(this::explain)
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(SECRET));

        sql.executeSql("ALTER TABLE t SET ('scan.parallelism' = '1')");
        assertThat(sql.explainSql("SELECT * FROM t")).doesNotContain(SECRET);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private String explain() {
        return sql.explainSql("SELECT * FROM t");
    }

    /**
     * @param options names and values, with commas between them
     */
    private void create(String columns, String options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connector", "kvs-archive");
        if (!options.contains("stream.")) {
            all.put("stream.names", "front-door");
        }
        for (String option : options.split(",(?=[a-z])", -1)) {
            all.put(
                    option.substring(0, option.indexOf('=')),
                    option.substring(option.indexOf('=') + 1));
        }
        sql.executeSql(
                all.entrySet().stream()
                        .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
                        .collect(
                                Collectors.joining(
                                        ", ", "CREATE TABLE t (" + columns + ") WITH (", ")")));
    }
}
