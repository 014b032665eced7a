/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;

/** A filter on one column, of the kinds that can be pushed down. */
sealed interface Condition {

    String column();

    /** The column is one of these. */
    record In(String column, Set<ValueLiteralExpression> values) implements Condition {}

    /** The column is before or after a value. */
    record Compared(String column, Comparison comparison, ValueLiteralExpression value)
            implements Condition {}

    /** The column is like a pattern. */
    record Like(String column, String pattern) implements Condition {}

    /** The column is true. */
    record True(String column) implements Condition {}

    /** How a column compares to a value. */
    enum Comparison {
        BEFORE,
        UP_TO,
        FROM,
        AFTER;

        private Comparison mirrored() {
            return switch (this) {
                case BEFORE -> AFTER;
                case UP_TO -> FROM;
                case FROM -> UP_TO;
                case AFTER -> BEFORE;
            };
        }
    }

    Map<FunctionDefinition, Comparison> COMPARISONS =
            Map.of(
                    BuiltInFunctionDefinitions.LESS_THAN, Comparison.BEFORE,
                    BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, Comparison.UP_TO,
                    BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, Comparison.FROM,
                    BuiltInFunctionDefinitions.GREATER_THAN, Comparison.AFTER);

    /** What an expression says; empty if it is of no such kind. */
    static Optional<Condition> of(ResolvedExpression expression) {
        Optional<String> column = column(expression);
        if (column.isPresent()) {
            return column.map(True::new);
        }
        return expression instanceof CallExpression call ? ofCall(call) : Optional.empty();
    }

    /**
     * The column that an expression is. The planner casts one to its own type to take NOT NULL, or
     * that it is the time of rows, away from it.
     */
    private static Optional<String> column(ResolvedExpression expression) {
        if (expression instanceof FieldReferenceExpression field) {
            return Optional.of(field.getName());
        }
        if (expression instanceof CallExpression call
                && call.getFunctionDefinition() == BuiltInFunctionDefinitions.CAST
                && isOfSameType(call, call.getResolvedChildren().get(0))) {
            return column(call.getResolvedChildren().get(0));
        }
        return Optional.empty();
    }

    private static boolean isOfSameType(ResolvedExpression one, ResolvedExpression other) {
        return typeWithNull(one).equals(typeWithNull(other));
    }

    private static String typeWithNull(ResolvedExpression expression) {
        return expression.getOutputDataType().getLogicalType().copy(true).asSerializableString();
    }

    private static Optional<Condition> ofCall(CallExpression call) {
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> operands = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.OR) {
            return anyOf(operands);
        }
        if (function == BuiltInFunctionDefinitions.IS_TRUE) {
            return of(operands.get(0)).filter(True.class::isInstance);
        }
        if (operands.size() != 2) {
            return Optional.empty();
        }
        ResolvedExpression left = operands.get(0);
        ResolvedExpression right = operands.get(1);
        if (right instanceof ValueLiteralExpression value) {
            return column(left).flatMap(column -> compared(function, column, value, false));
        }
        if (left instanceof ValueLiteralExpression value) {
            return column(right).flatMap(column -> compared(function, column, value, true));
        }
        return Optional.empty();
    }

    private static Optional<Condition> compared(
            FunctionDefinition function,
            String column,
            ValueLiteralExpression value,
            boolean isMirrored) {
        if (function == BuiltInFunctionDefinitions.EQUALS) {
            return Optional.of(
                    value.getValueAs(Boolean.class).filter(isTrue -> isTrue).isPresent()
                            ? new True(column)
                            : new In(column, Set.of(value)));
        }
        if (function == BuiltInFunctionDefinitions.LIKE && !isMirrored) {
            return value.getValueAs(String.class).map(pattern -> new Like(column, pattern));
        }
        return Optional.ofNullable(COMPARISONS.get(function))
                .map(
                        comparison ->
                                new Compared(
                                        column,
                                        isMirrored ? comparison.mirrored() : comparison,
                                        value));
    }

    /** What IN becomes in the planner. */
    private static Optional<Condition> anyOf(List<ResolvedExpression> alternatives) {
        Set<String> columns = new LinkedHashSet<>();
        Set<ValueLiteralExpression> values = new LinkedHashSet<>();
        for (ResolvedExpression alternative : alternatives) {
            if (!(of(alternative).orElse(null) instanceof In in)) {
                return Optional.empty();
            }
            columns.add(in.column());
            values.addAll(in.values());
        }
        return columns.size() == 1
                ? Optional.of(new In(columns.iterator().next(), values))
                : Optional.empty();
    }
}
