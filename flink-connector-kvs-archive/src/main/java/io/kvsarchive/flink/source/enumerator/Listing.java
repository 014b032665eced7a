/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import java.net.URI;
import java.util.Optional;

/**
 * What was found out about a stream.
 *
 * @param arn which stream the name stands for; empty where the caller may not ask
 * @param window the fragments of the window that was to be listed
 */
record Listing(URI mediaEndpoint, Optional<String> arn, Optional<ListedWindow> window) {}
