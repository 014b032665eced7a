/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import io.kvsarchive.flink.source.selection.MillisRange;
import io.kvsarchive.flink.source.selection.StreamNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;

/**
 * Finds out what of a query's filters can be asked of the service.
 *
 * <p>A filter that is applied exactly is done with, also in plans that are stored: later versions
 * must apply it exactly, too. One that can only be widened is applied by Flink once more.
 */
final class FilterPushDown {

    /**
     * How long after its fragment's start a frame may lie: as far as Matroska can tell at the usual
     * precision of 1 ms, which is more than the 20 s that a fragment of the service lasts at most.
     */
    private static final Duration FRAME_AFTER_START = Duration.ofMillis(1L << 15);

    private enum Effect {
        /** All that passes the filter is read, and nothing else. */
        EXACT,
        /** All that passes the filter is read, and more. */
        WIDENED,
        NONE
    }

    private final ScanSettings settings;
    private final Function<String, Optional<ArchiveColumn>> columns;
    private final List<ResolvedExpression> accepted = new ArrayList<>();
    private final List<ResolvedExpression> remaining = new ArrayList<>();
    private PushedFilters pushed = PushedFilters.NONE;

    /**
     * @param columns finds the connector's columns by their names in the table
     */
    FilterPushDown(ScanSettings settings, Function<String, Optional<ArchiveColumn>> columns) {
        this.settings = settings;
        this.columns = columns;
    }

    /** All filters are to hold. */
    SupportsFilterPushDown.Result apply(List<ResolvedExpression> filters) {
        for (ResolvedExpression filter : filters) {
            Effect effect = apply(filter);
            if (effect != Effect.NONE) {
                accepted.add(filter);
            }
            if (effect != Effect.EXACT) {
                remaining.add(filter);
            }
        }
        return SupportsFilterPushDown.Result.of(accepted, remaining);
    }

    PushedFilters pushed() {
        return pushed;
    }

    private Effect apply(ResolvedExpression filter) {
        if (filter instanceof CallExpression call
                && call.getFunctionDefinition() == BuiltInFunctionDefinitions.AND) {
            return applyAll(call.getResolvedChildren());
        }
        Optional<Condition> condition = Condition.of(filter);
        Optional<ArchiveColumn> column = condition.flatMap(of -> columns.apply(of.column()));
        return column.isEmpty() ? Effect.NONE : apply(column.get(), condition.get());
    }

    /** What BETWEEN becomes in the planner. */
    private Effect applyAll(List<ResolvedExpression> filters) {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        filters.forEach(filter -> effects.add(apply(filter)));
        return effects.size() == 1 ? effects.iterator().next() : Effect.WIDENED;
    }

    private Effect apply(ArchiveColumn column, Condition condition) {
        return switch (column) {
            case STREAM_NAME -> applyToStreams(condition);
            case PRODUCER_TIME, SERVER_TIME, FRAME_TIME -> applyToTimes(column, condition);
            case TRACK_NUMBER, TRACK_NAME -> applyToTracks(condition);
            case KEY_FRAME -> applyToKeyFrames(condition);
            default -> Effect.NONE;
        };
    }

    private Effect applyToStreams(Condition condition) {
        if (condition instanceof Condition.In in) {
            Optional<Set<String>> names = texts(in);
            names.ifPresent(found -> pushed = pushed.withStreams(StreamNames.of(found)));
            return names.isPresent() ? Effect.EXACT : Effect.NONE;
        }
        if (condition instanceof Condition.Like like) {
            int literal = lengthOfLiteral(like.pattern());
            pushed =
                    pushed.withStreams(
                            StreamNames.startingWith(like.pattern().substring(0, literal)));
            return like.pattern().substring(literal).equals("%") ? Effect.EXACT : Effect.WIDENED;
        }
        return Effect.NONE;
    }

    private static int lengthOfLiteral(String pattern) {
        int length = 0;
        while (length < pattern.length() && "%_\\".indexOf(pattern.charAt(length)) < 0) {
            length++;
        }
        return length;
    }

    /** What is picked of a stream depends on what is listed before it. */
    private Effect applyToTimes(ArchiveColumn column, Condition condition) {
        Optional<TimeBounds> bounds =
                settings.picksFragments()
                        ? Optional.empty()
                        : TimeBounds.of(condition, settings.timeZone());
        if (bounds.isEmpty()) {
            return Effect.NONE;
        }
        MillisRange range = bounds.get().range();
        if (column == ArchiveColumn.FRAME_TIME) {
            pushed = pushed.withProducerTimes(startsOfFramesWithin(range));
            return Effect.WIDENED;
        }
        pushed =
                column == ArchiveColumn.SERVER_TIME
                        ? pushed.withServerTimes(range)
                        : pushed.withProducerTimes(range);
        return bounds.get().areExact() ? Effect.EXACT : Effect.WIDENED;
    }

    /** When fragments begin that have frames within a range. */
    private MillisRange startsOfFramesWithin(MillisRange frames) {
        long before = settings.negativeOffset().toMillis();
        long after = Math.max(before, FRAME_AFTER_START.toMillis());
        return new MillisRange(
                frames.first() < Long.MIN_VALUE + after ? Long.MIN_VALUE : frames.first() - after,
                frames.last() > Long.MAX_VALUE - before ? Long.MAX_VALUE : frames.last() + before);
    }

    /** By name or number, whichever it is: a track may have another's number as its name. */
    private Effect applyToTracks(Condition condition) {
        boolean isChosenAlready = settings.choosesTracks() || !pushed.tracks().isEmpty();
        if (isChosenAlready || !(condition instanceof Condition.In in)) {
            return Effect.NONE;
        }
        Optional<Set<String>> tracks =
                texts(in).filter(found -> found.stream().noneMatch(String::isBlank));
        tracks.ifPresent(found -> pushed = pushed.withTracks(found));
        return tracks.isPresent() ? Effect.WIDENED : Effect.NONE;
    }

    private Effect applyToKeyFrames(Condition condition) {
        if (!(condition instanceof Condition.True)) {
            return Effect.NONE;
        }
        pushed = pushed.withKeyFramesOnly();
        return Effect.EXACT;
    }

    /** All values as text; empty if one of them is neither a text nor a whole number. */
    private static Optional<Set<String>> texts(Condition.In in) {
        Set<String> texts =
                in.values().stream()
                        .flatMap(value -> text(value).stream())
                        .collect(Collectors.toSet());
        return texts.size() == in.values().size() ? Optional.of(texts) : Optional.empty();
    }

    private static Optional<String> text(ValueLiteralExpression value) {
        return value.getValueAs(String.class)
                .or(() -> value.getValueAs(Long.class).map(number -> Long.toString(number)))
                .or(() -> value.getValueAs(Integer.class).map(number -> Integer.toString(number)));
    }
}
