/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.split;

import java.util.Objects;
import org.apache.flink.annotation.Internal;

/**
 * How far a fragment has been emitted.
 *
 * @param fragmentNumber the fragment
 * @param nextFrame the index of the first frame that has not been emitted
 */
@Internal
public record FragmentProgress(String fragmentNumber, int nextFrame) {

    public FragmentProgress {
        Objects.requireNonNull(fragmentNumber, "fragmentNumber");
    }
}
