/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How far event time has come: what the enumerator and the readers know of it, and how Flink is
 * told. The archive's listing says when each fragment begins, so that nothing has to be guessed.
 */
@NullMarked
package io.kvsarchive.flink.source.watermark;

import org.jspecify.annotations.NullMarked;
