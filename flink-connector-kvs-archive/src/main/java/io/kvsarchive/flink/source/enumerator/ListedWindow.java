/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.split.FragmentToRead;
import java.util.List;
import java.util.Optional;

/**
 * The fragments of one window of time.
 *
 * @param fragments all of them, in order of time
 * @param next where to list on; empty at the end of the range
 */
record ListedWindow(List<FragmentToRead> fragments, Optional<ListingPosition> next) {}
