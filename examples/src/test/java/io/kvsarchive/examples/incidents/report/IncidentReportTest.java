/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.incidents.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvsarchive.examples.incidents.Box;
import io.kvsarchive.examples.incidents.Detection;
import io.kvsarchive.examples.incidents.Incident;
import io.kvsarchive.examples.recordings.RecordedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentReportTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00.123456Z");

    private static final List<ReportedIncident> INCIDENTS =
            List.of(
                    incident("gate", "car", START, Optional.of("pictures/\u00fc 1.jpg")),
                    incident("gate", "person", START, Optional.empty()),
                    incident("gate", "car", START.plusSeconds(1), Optional.empty()),
                    incident("yard", "car", START.minusSeconds(1), Optional.empty()));

    @TempDir private Path directory;

    @Test
    void writesALineForEachIncident() throws IOException {
        write(INCIDENTS);

        assertThat(Files.readAllLines(directory.resolve(IncidentReport.LINES)))
                .hasSize(4)
                .startsWith(
                        "{\"camera\":\"gate\",\"label\":\"car\","
                            + "\"from\":\"2026-03-01T08:00:00.123456Z\","
                            + "\"to\":\"2026-03-01T08:00:09.123456Z\","
                            + "\"area\":{\"left\":0.1,\"top\":0.2,\"right\":0.5,\"bottom\":0.75},"
                            + "\"movement\":0.25,\"detections\":7,\"score\":0.875,\"picture\":\"pictures/\u00fc"
                            + " 1.jpg\"}",
                        "{\"camera\":\"gate\",\"label\":\"person\","
                            + "\"from\":\"2026-03-01T08:00:00.123456Z\","
                            + "\"to\":\"2026-03-01T08:00:09.123456Z\","
                            + "\"area\":{\"left\":0.1,\"top\":0.2,\"right\":0.5,\"bottom\":0.75},"
                            + "\"movement\":0.25,\"detections\":7,\"score\":0.875,"
                            + "\"picture\":null}");
    }

    @Test
    void writesTheSameAsATable() throws IOException {
        write(INCIDENTS);

        List<String> rows = new ArrayList<>();
        MessageType schema;
        try (ParquetFileReader reader =
                ParquetFileReader.open(
                        new LocalInputFile(directory.resolve(IncidentReport.TABLE)),
                        ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            schema = reader.getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup();
                    pages != null;
                    pages = reader.readNextRowGroup()) {
                RecordReader<Group> records =
                        new ColumnIOFactory()
                                .getColumnIO(schema)
                                .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    rows.add(records.read().toString());
                }
            }
        }

        assertThat(schema)
                .hasToString(
                        """
                        message incident {
                          required binary camera (STRING);
                          required binary label (STRING);
                          required int64 from (TIMESTAMP(MICROS,true));
                          required int64 to (TIMESTAMP(MICROS,true));
                          required group area {
                            required double left;
                            required double top;
                            required double right;
                            required double bottom;
                          }
                          required double movement;
                          required int32 detections;
                          required double score;
                          optional binary picture (STRING);
                        }
                        """);
        assertThat(rows)
                .hasSize(4)
                .startsWith(
                        """
                        camera: gate
                        label: car
                        from: 1772352000123456
                        to: 1772352009123456
                        area
                          left: 0.1
                          top: 0.2
                          right: 0.5
                          bottom: 0.75
                        movement: 0.25
                        detections: 7
                        score: 0.875
                        picture: pictures/\u00fc 1.jpg
                        """)
                .last()
                .asString()
                .startsWith("camera: yard\n")
                .doesNotContain("picture");
    }

    @Test
    void writesTheSameForAnyOrder() throws IOException {
        write(INCIDENTS);
        List<byte[]> inOrder = files();
        List<ReportedIncident> reversed = new ArrayList<>(INCIDENTS);
        Collections.reverse(reversed);

        write(reversed);

        assertThat(files()).containsExactlyElementsOf(inOrder);
    }

    private List<byte[]> files() throws IOException {
        return List.of(
                Files.readAllBytes(directory.resolve(IncidentReport.LINES)),
                Files.readAllBytes(directory.resolve(IncidentReport.TABLE)),
                Files.readAllBytes(directory.resolve(IncidentReport.PAGE)));
    }

    @Test
    void writesFilesOfNothing() throws IOException {
        write(List.of());

        assertThat(directory.resolve(IncidentReport.LINES)).isEmptyFile();
        assertThat(directory.resolve(IncidentReport.TABLE)).isNotEmptyFile();
        assertThat(directory.resolve(IncidentReport.PAGE)).content().contains("Nothing was found");
    }

    @Test
    void embedsFewPicturesInThePageAndNamesMany() throws IOException {
        Path picture = directory.resolve("pictures/\u00fc 1.jpg");
        write(INCIDENTS);
        String few = Files.readString(directory.resolve(IncidentReport.PAGE));
        Files.write(picture, new byte[10_000_001]);
        write(INCIDENTS);
        String many = Files.readString(directory.resolve(IncidentReport.PAGE));

        assertThat(few).contains("<img src=\"data:image/jpeg;base64,AAAA\"");
        assertThat(many).contains("<img src=\"./pictures/%C3%BC%201.jpg\"");
    }

    @Test
    void refusesIncidentsOfUnknownCameras() {
        assertThatThrownBy(
                        () ->
                                new IncidentReport(
                                        List.of(new ReportedCamera("gate", RecordedTime.NONE)),
                                        INCIDENTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An incident is of the camera yard, but the report is of gate");
    }

    private void write(List<ReportedIncident> incidents) throws IOException {
        Path picture = directory.resolve("pictures/\u00fc 1.jpg");
        if (Files.notExists(picture)) {
            Files.createDirectories(picture.getParent());
            Files.write(picture, new byte[3]);
        }
        new IncidentReport(
                        List.of(
                                new ReportedCamera("yard", RecordedTime.NONE),
                                new ReportedCamera("gate", RecordedTime.NONE)),
                        incidents)
                .writeTo(directory);
    }

    private static ReportedIncident incident(
            String camera, String label, Instant from, Optional<String> picture) {
        Box box = new Box(0.1, 0.2, 0.5, 0.75);
        return new ReportedIncident(
                new Incident(
                        camera,
                        label,
                        from,
                        from.plusSeconds(9),
                        box,
                        new Detection(camera, from, label, 0.875, box, 0.25),
                        0.25,
                        7),
                picture);
    }
}
