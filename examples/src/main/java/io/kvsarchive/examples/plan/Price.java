/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What reading costs.
 *
 * @param perGigabyte US dollars for 10^9 bytes
 */
record Price(BigDecimal perGigabyte) {

    private static final int DIGITS_OF_GIGABYTE = 9;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** In US dollars, exactly. */
    BigDecimal of(long bytes) {
        return perGigabyte
                .multiply(BigDecimal.valueOf(bytes))
                .scaleByPowerOfTen(-DIGITS_OF_GIGABYTE);
    }

    /** In US dollars, to the cent, or with two digits that count where it is less than a cent. */
    String textOf(long bytes) {
        BigDecimal cost = of(bytes);
        return cost.signum() > 0 && cost.compareTo(CENT) < 0
                ? cost.round(new MathContext(2)).toPlainString()
                : String.format(Locale.ROOT, "%,.2f", cost.setScale(2, RoundingMode.HALF_UP));
    }

    /** Says what a price looks like. */
    static final class Converter implements ITypeConverter<Price> {

        @Override
        public Price convert(String text) {
            if (!text.matches("[0-9]+(\\.[0-9]+)?")) {
                throw new TypeConversionException(
                        "'" + text + "' is not a price of 0 or more, such as 0.0085");
            }
            return new Price(new BigDecimal(text));
        }
    }
}
