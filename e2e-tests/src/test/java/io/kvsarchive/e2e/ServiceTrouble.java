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

    private static final List<UnaryOperator<Faults>> KINDS =
            List.of(
                    faults -> faults.withThrottled(When.share(0.2)),
                    faults -> faults.withInternalFailure(When.share(0.2)),
                    faults -> faults.withServiceUnavailable(When.share(0.2)),
                    faults -> faults.withReset(When.share(0.4)),
                    faults -> faults.withCut(When.share(0.4)),
                    faults -> faults.withEarlyEnd(When.share(0.4)),
                    faults -> faults.withEarlyEndAtBorder(When.share(0.4)),
                    faults -> faults.withStalled(FOR_EVER, When.share(0.1)),
                    faults -> faults.withStalled(Duration.ofSeconds(1), When.share(0.2)),
                    faults -> faults.withReordered(When.always()),
                    faults -> faults.withRepeated(When.always()),
                    faults -> faults.withConnectionLimit(1),
                    faults -> faults.withRefused(When.share(0.02).withFirst(3)),
                    faults -> faults.withInBandError(When.share(0.05).withFirst(3)),
                    faults -> faults.withInBandErrorAtEnd(When.share(0.05).withFirst(2)),
                    faults -> faults.withReplaced(When.share(0.02).withFirst(1)));

    private ServiceTrouble() {}

    /** One kind or two at a time. */
    static Faults some(Random random) {
        Faults faults = Faults.none().withSeed(random.nextLong());
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            faults = KINDS.get(random.nextInt(KINDS.size())).apply(faults);
        }
        return faults;
    }
}
