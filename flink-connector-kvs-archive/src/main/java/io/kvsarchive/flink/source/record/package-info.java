/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the source emits (frames, whole fragments, listed fragments, lost fragments), the schemas
 * that make records from it, and their types and serializers.
 */
@NullMarked
package io.kvsarchive.flink.source.record;

import org.jspecify.annotations.NullMarked;
