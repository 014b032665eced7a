/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.examples.plan;

/**
 * The least time that something takes.
 *
 * @param limit what it is that allows no less
 */
record LeastTime(double seconds, Limit limit) {

    enum Limit {
        BANDWIDTH("bandwidth"),
        FRAGMENTS("fragments/s"),
        LISTING("listing");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What both take together, at the same time. */
    LeastTime longer(LeastTime other) {
        return other.seconds > seconds ? other : this;
    }
}
