/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.config.EnumeratorSettings;
import io.kvsarchive.flink.source.config.QuotaSettings;
import io.kvsarchive.flink.source.discovery.FewNames;
import io.kvsarchive.flink.source.discovery.StreamProgress;
import io.kvsarchive.flink.source.selection.FragmentSelection;
import io.kvsarchive.flink.source.selection.StreamSelection;
import io.kvsarchive.service.FragmentSelectorType;
import io.kvsarchive.service.StreamReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads of a job's begin, its restores and its end. */
final class JobLog {

    private static final Logger LOG = LoggerFactory.getLogger(KvsArchiveSplitEnumerator.class);

    private final LongSupplier nanoClock;
    private final long begun;

    JobLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.begun = nanoClock.getAsLong();
    }

    void begins(StreamSelection selection, EnumeratorSettings settings, int readers) {
        LOG.info(
                "Connector for archived video ({}) starts with {} readers: {}, {}. It uses a share"
                        + " of {} of each stream's quotas: {}",
                version(),
                readers,
                streams(selection),
                fragments(selection),
                settings.quota().share(),
                quotas(settings.quota()));
    }

    private static String version() {
        String version = JobLog.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : "version " + version;
    }

    private static String streams(StreamSelection selection) {
        List<String> streams = new ArrayList<>();
        if (!selection.named().isEmpty()) {
            streams.add(
                    "streams "
                            + new FewNames(
                                    selection.named().keySet().stream()
                                            .map(StreamReference::text)
                                            .toList()));
        }
        if (selection.looksForStreams()) {
            streams.add("each stream that " + selection.describePrefix());
        }
        return String.join(" and ", streams)
                + (selection.filter() == null ? "" : ", if the stream filter accepts it");
    }

    private static String fragments(StreamSelection selection) {
        Set<FragmentSelection> selections = new LinkedHashSet<>(selection.named().values());
        if (selection.looksForStreams()) {
            selections.add(selection.ofFound());
        }
        return selections.size() == 1
                ? describe(selections.iterator().next())
                : "fragments of several ranges";
    }

    private static String describe(FragmentSelection selection) {
        if (selection instanceof FragmentSelection.InTimeRange range) {
            return "fragments from %s to %s by the %s clock"
                    .formatted(
                            range.start(),
                            Optional.ofNullable(range.end()).map(Object::toString).orElse("now"),
                            clock(range.type()));
        }
        if (selection instanceof FragmentSelection.Unbounded unbounded) {
            return "fragments from %s on by the %s clock, without end"
                    .formatted(unbounded.start(), clock(unbounded.type()));
        }
        return "fragments by their numbers";
    }

    private static String clock(FragmentSelectorType type) {
        return type == FragmentSelectorType.PRODUCER_TIMESTAMP ? "producer's" : "service's";
    }

    private static String quotas(QuotaSettings quota) {
        String media =
                quota.limitsMedia()
                        ? "%s connections, %s fragments a second and "
                                .formatted(quota.connections(), quota.fragmentsPerSecond())
                        : "";
        return media + quota.listedFragmentsPerSecond() + " listed fragments a second";
    }

    void isRestored(KvsArchiveEnumeratorState state) {
        List<StreamProgress> streams = state.streams();
        LOG.info(
                "Restored from a checkpoint: {} streams, {} of which are listed on from a position;"
                        + " {} splits had been handed out, of which {} were returned and {} were on"
                        + " their way to readers",
                streams.size(),
                streams.stream().filter(stream -> stream.position().isPresent()).count(),
                state.assignments(),
                streams.stream().mapToInt(stream -> stream.returnedSplits().size()).sum(),
                state.unconfirmed().size());
    }

    void readersAreRestored(ReturnedSplits returned) {
        LOG.info(
                "All readers have said what they restored: they go on with {} splits; {} that they"
                        + " reported, and {} that had not reached them, are handed out again",
                returned.countKept(),
                returned.countReported(),
                returned.countUnconfirmed());
    }

    void ends(HandedOutSplits handedOut, long streams) {
        LOG.info(
                "Ended after {}: {} splits with {} fragments of {} streams were handed out",
                Duration.ofNanos(nanoClock.getAsLong() - begun),
                handedOut.splitsSinceStart(),
                handedOut.fragmentsSinceStart(),
                streams);
    }
}
