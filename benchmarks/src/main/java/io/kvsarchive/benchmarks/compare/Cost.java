/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.compare;

/**
 * What some work took.
 *
 * @param amount how much was done, in the unit of the comparison
 * @param seconds by the wall clock
 * @param cpuSeconds of all threads that took part
 */
public record Cost(double amount, double seconds, double cpuSeconds) {

    public double perSecond() {
        return amount / seconds;
    }

    public double perCpuSecond() {
        return amount / cpuSeconds;
    }

    public double cpuSecondsEach() {
        return cpuSeconds / amount;
    }
}
