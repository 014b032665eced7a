/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.media;

import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** What a body holds for one of the fragments that it was asked for. */
@Internal
public sealed interface FragmentResult {

    /**
     * A fragment whose end is proven: by a size that the bytes declare, by what follows it, or by
     * the tags with which GetMedia closes it.
     */
    record Whole(Fragment fragment) implements FragmentResult {}

    /**
     * The last fragment of a body that ended where the fragment may end, while nothing in the bytes
     * proves that it does: its Segment or Cluster is of unknown size. Whether the body was cut
     * there is for the transport to say.
     */
    record OpenEnded(Fragment fragment) implements FragmentResult {}

    /**
     * The service's word, inside the body, that it could not deliver a fragment.
     *
     * @param fragmentNumber the fragment that is missing, where the service names it
     * @param code the service's error code
     * @param message the service's explanation; may be empty
     */
    record InBandError(Optional<String> fragmentNumber, String code, String message)
            implements FragmentResult {}
}
