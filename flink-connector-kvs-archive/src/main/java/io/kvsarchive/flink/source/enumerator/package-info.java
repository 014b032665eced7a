/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Flink's face on the coordinator: hands out splits to the readers that ask, takes back what they
 * did not finish, and keeps what is left in checkpoints.
 */
@NullMarked
package io.kvsarchive.flink.source.enumerator;

import org.jspecify.annotations.NullMarked;
