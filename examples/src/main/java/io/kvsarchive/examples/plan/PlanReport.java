/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import io.kvsarchive.examples.recordings.Gap;
import io.kvsarchive.examples.recordings.TimeSpan;
import io.kvsarchive.flink.source.config.KvsArchiveSourceOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** Tells what a plan found. */
final class PlanReport {

    private static final String NOTHING = "-";

    private final List<StreamTally> streams;
    private final PlanRequest request;
    private final ReadingQuotas quotas;
    private final PrintWriter terminal;

    PlanReport(List<StreamTally> streams, PlanRequest request, PrintWriter terminal) {
        this.streams =
                streams.stream().sorted(Comparator.comparing(tally -> tally.stream)).toList();
        this.request = request;
        this.quotas = ReadingQuotas.of(request.archive().options());
        this.terminal = terminal;
    }

    void print() {
        terminal.println();
        printRecorded();
        terminal.println();
        printReading();
        printGaps();
        printNotes();
    }

    private void printRecorded() {
        TextTable table =
                new TextTable("stream", "fragments", "from", "to", "recorded", "gaps", "in total");
        for (StreamTally stream : streams) {
            table.row(
                    stream.stream,
                    count(stream.listed),
                    stream.isEmpty() ? NOTHING : time(stream.fromTime()),
                    stream.isEmpty() ? NOTHING : time(stream.toTime()),
                    span(stream.recorded()),
                    count(stream.gaps()),
                    span(stream.gapTime()));
        }
        List<StreamTally> filled = streams.stream().filter(stream -> !stream.isEmpty()).toList();
        table.row(
                "total",
                count(streams.stream().mapToLong(stream -> stream.listed).sum()),
                filled.stream()
                        .map(StreamTally::fromTime)
                        .min(Comparator.naturalOrder())
                        .map(PlanReport::time)
                        .orElse(NOTHING),
                filled.stream()
                        .map(StreamTally::toTime)
                        .max(Comparator.naturalOrder())
                        .map(PlanReport::time)
                        .orElse(NOTHING),
                span(
                        streams.stream()
                                .map(StreamTally::recorded)
                                .reduce(Duration.ZERO, Duration::plus)),
                count(streams.stream().mapToLong(StreamTally::gaps).sum()),
                span(
                        streams.stream()
                                .map(StreamTally::gapTime)
                                .reduce(Duration.ZERO, Duration::plus)));
        table.print(terminal);
    }

    private void printReading() {
        TextTable table =
                new TextTable(
                        "stream", "to read", "bytes", "size", "least time", "due to", "cost, USD");
        for (StreamTally stream : streams) {
            row(table, stream.stream, stream.fragments, stream.bytes, leastTime(stream));
        }
        row(
                table,
                "total",
                streams.stream().mapToLong(stream -> stream.fragments).sum(),
                streams.stream().mapToLong(stream -> stream.bytes).sum(),
                streams.stream()
                        .flatMap(stream -> leastTime(stream).stream())
                        .reduce(LeastTime::longer));
        table.print(terminal);
    }

    private Optional<LeastTime> leastTime(StreamTally stream) {
        return stream.isEmpty() ? Optional.empty() : Optional.of(quotas.leastTime(stream));
    }

    private void row(
            TextTable table, String name, long fragments, long bytes, Optional<LeastTime> least) {
        table.row(
                name,
                count(fragments),
                count(bytes),
                new ByteCount(bytes).toString(),
                least.map(time -> TimeSpan.ofSeconds(time.seconds()).toString()).orElse(NOTHING),
                least.map(time -> time.limit().toString()).orElse(NOTHING),
                request.price().textOf(bytes));
    }

    private void printGaps() {
        for (StreamTally stream : streams) {
            List<Gap> gaps = stream.longestGaps();
            if (gaps.isEmpty()) {
                continue;
            }
            terminal.println();
            terminal.println(
                    gaps.size() == stream.gaps()
                            ? "Gaps of " + stream.stream + ", the longest first:"
                            : "The longest " + gaps.size() + " gaps of " + stream.stream + ":");
            TextTable table = new TextTable("from", "to", "length");
            for (Gap gap : gaps) {
                table.row(gap.from().toString(), gap.to().toString(), span(gap.length()));
            }
            table.print(terminal);
        }
    }

    private void printNotes() {
        Configuration options = request.archive().options();
        terminal.println();
        terminal.printf(
                "The least times take %s of the quotas (--quota-share) and %d %s for each stream"
                        + " at a time%n(--parallelism, --order). Streams are read beside each"
                        + " other.%n",
                share(options),
                quotas.connections(),
                quotas.connections() == 1 ? "reader" : "readers");
        terminal.printf(
                "At %s USD per GB; what has to be read again is paid again.%n",
                request.price().perGigabyte().toPlainString());
        if (options.contains(KvsArchiveSourceOptions.FRAME_TRACKS)
                || options.get(KvsArchiveSourceOptions.FRAME_KEY_FRAMES_ONLY)) {
            terminal.println(
                    "--tracks and --key-frames-only don't change what is paid: fragments are read"
                            + " whole.");
        }
    }

    private static String share(Configuration options) {
        return String.format(
                Locale.ROOT, "%.0f %%", 100 * options.get(KvsArchiveSourceOptions.QUOTA_SHARE));
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String span(Duration duration) {
        return new TimeSpan(duration).toString();
    }

    /** With the date and the second, so that a row has room in a terminal. */
    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
