/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.e2e;

import io.kvsarchive.local.Faults;
import io.kvsarchive.local.When;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What may go wrong with the service for a while, none of it for good. */
final class ServiceTrouble {

    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private static final List<UnaryOperator<Faults.Builder>> KINDS =
            List.of(
                    faults -> faults.throttle(When.share(0.2)),
                    faults -> faults.internalFailure(When.share(0.2)),
                    faults -> faults.serviceUnavailable(When.share(0.2)),
                    faults -> faults.resetBody(When.share(0.4)),
                    faults -> faults.cutBody(When.share(0.4)),
                    faults -> faults.endBodyEarly(When.share(0.4)),
                    faults -> faults.endBodyAtBorder(When.share(0.4)),
                    faults -> faults.stallBody(FOR_EVER, When.share(0.1)),
                    faults -> faults.stallBody(Duration.ofSeconds(1), When.share(0.2)),
                    faults -> faults.reorder(When.always()),
                    faults -> faults.repeatFragment(When.always()),
                    faults -> faults.connectionLimit(1),
                    faults -> faults.refuseFragments(When.share(0.02).onlyFirst(3)),
                    faults -> faults.failFragments(When.share(0.05).onlyFirst(3)),
                    faults -> faults.failFragmentsAndEnd(When.share(0.05).onlyFirst(2)),
                    faults -> faults.replaceFragments(When.share(0.02).onlyFirst(1)));

    private ServiceTrouble() {}

    /** One kind or two at a time. */
    static Faults some(Random random) {
        Faults.Builder faults = Faults.builder().seed(random.nextLong());
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            faults = KINDS.get(random.nextInt(KINDS.size())).apply(faults);
        }
        return faults.build();
    }
}
