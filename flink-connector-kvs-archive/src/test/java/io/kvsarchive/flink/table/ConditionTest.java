/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinition;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions as planners hand them over, in the forms that those of today do not write, too. */
class ConditionTest {

    private static final ResolvedExpression SIZE = field("size", DataTypes.INT());
    private static final ResolvedExpression STREAM = field("stream", DataTypes.STRING());
    private static final ResolvedExpression IS_KEY = field("is_key_frame", DataTypes.BOOLEAN());
    private static final ValueLiteralExpression SEVEN = literal(7);

    @ParameterizedTest
    @CsvSource({
        "lessThan, BEFORE, AFTER",
        "lessThanOrEqual, UP_TO, FROM",
        "greaterThanOrEqual, FROM, UP_TO",
        "greaterThan, AFTER, BEFORE"
    })
    void comparesAColumnToAValueOnEitherSide(
            String function, Condition.Comparison left, Condition.Comparison right) {
        BuiltInFunctionDefinition comparison =
                BuiltInFunctionDefinitions.getDefinitions().stream()
                        .filter(definition -> definition.getName().equals(function))
                        .findAny()
                        .orElseThrow();

        assertThat(Condition.of(call(comparison, SIZE, SEVEN)))
                .contains(new Condition.Compared("size", left, SEVEN));
        assertThat(Condition.of(call(comparison, SEVEN, SIZE)))
                .contains(new Condition.Compared("size", right, SEVEN));
        assertThat(Condition.of(call(comparison, SIZE, SIZE))).isEmpty();
        assertThat(Condition.of(call(comparison, SEVEN, SEVEN))).isEmpty();
    }

    @Test
    void takesAColumnForTrueHoweverThatIsSaid() {
        Condition isKey = new Condition.True("is_key_frame");

        assertThat(Condition.of(IS_KEY)).contains(isKey);
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.IS_TRUE, IS_KEY))).contains(isKey);
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.EQUALS, IS_KEY, literal(true))))
                .contains(isKey);
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.EQUALS, IS_KEY, literal(false))))
                .contains(new Condition.In("is_key_frame", Set.of(literal(false))));
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.NOT, IS_KEY))).isEmpty();
        assertThat(
                        Condition.of(
                                call(
                                        BuiltInFunctionDefinitions.IS_TRUE,
                                        call(BuiltInFunctionDefinitions.EQUALS, SIZE, SEVEN))))
                .isEmpty();
    }

    @Test
    void takesAlternativesForOneColumnTogether() {
        ResolvedExpression seven = call(BuiltInFunctionDefinitions.EQUALS, SIZE, SEVEN);
        ResolvedExpression eight = call(BuiltInFunctionDefinitions.EQUALS, literal(8), SIZE);
        ResolvedExpression gate = call(BuiltInFunctionDefinitions.EQUALS, STREAM, literal("gate"));

        assertThat(Condition.of(call(BuiltInFunctionDefinitions.OR, seven, eight)))
                .contains(new Condition.In("size", Set.of(SEVEN, literal(8))));
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.OR, seven, gate))).isEmpty();
        assertThat(
                        Condition.of(
                                call(
                                        BuiltInFunctionDefinitions.OR,
                                        seven,
                                        call(BuiltInFunctionDefinitions.LESS_THAN, SIZE, SEVEN))))
                .isEmpty();
    }

    @Test
    void takesAPatternOnlyOnTheRight() {
        ValueLiteralExpression pattern = literal("cam-%");

        assertThat(Condition.of(call(BuiltInFunctionDefinitions.LIKE, STREAM, pattern)))
                .contains(new Condition.Like("stream", "cam-%"));
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.LIKE, pattern, STREAM))).isEmpty();
        assertThat(
                        Condition.of(
                                call(
                                        BuiltInFunctionDefinitions.LIKE,
                                        STREAM,
                                        pattern,
                                        literal("!"))))
                .isEmpty();
    }

    @Test
    void looksThroughACastToTheColumnsOwnType() {
        ResolvedExpression notNull =
                CallExpression.permanent(
                        BuiltInFunctionDefinitions.CAST, List.of(SIZE), DataTypes.INT().notNull());
        ResolvedExpression asText =
                CallExpression.permanent(
                        BuiltInFunctionDefinitions.CAST, List.of(SIZE), DataTypes.STRING());

        assertThat(Condition.of(call(BuiltInFunctionDefinitions.EQUALS, notNull, SEVEN)))
                .contains(new Condition.In("size", Set.of(SEVEN)));
        assertThat(Condition.of(call(BuiltInFunctionDefinitions.EQUALS, asText, literal("7"))))
                .isEmpty();
    }

    private static ResolvedExpression call(
            BuiltInFunctionDefinition function, ResolvedExpression... operands) {
        return CallExpression.permanent(function, Arrays.asList(operands), DataTypes.BOOLEAN());
    }

    private static ResolvedExpression field(String name, DataType type) {
        return new FieldReferenceExpression(name, type, 0, 0);
    }

    private static ValueLiteralExpression literal(Object value) {
        return new ValueLiteralExpression(value);
    }
}
