/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.listing;

import io.kvsarchive.service.FragmentSelector;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A page of a listing to ask for.
 *
 * @param range what is listed
 * @param token of the page before; empty for the first one
 * @param maxResults how many fragments to ask for, which is what the call costs
 */
@Internal
public record PageRequest(FragmentSelector range, Optional<String> token, int maxResults) {}
