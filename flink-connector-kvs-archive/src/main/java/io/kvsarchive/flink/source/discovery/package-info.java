/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Finds streams and their fragments by calling the service. All state changes on the coordinator's
 * thread; the calls are made on threads of their own, so that one slow stream holds up neither the
 * coordinator nor the other streams.
 */
@NullMarked
package io.kvsarchive.flink.source.discovery;

import org.jspecify.annotations.NullMarked;
