/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * One page of a listing. The service promises no order, neither within a page nor from one page to
 * the next.
 *
 * @param nextToken asks for the next page; empty on the last one
 */
@Internal
public record FragmentPage(List<ListedFragment> fragments, Optional<String> nextToken) {

    public FragmentPage {
        fragments = List.copyOf(fragments);
    }
}
