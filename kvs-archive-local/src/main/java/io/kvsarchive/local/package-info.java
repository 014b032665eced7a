/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A local stand-in for the archived-media part of Amazon Kinesis Video Streams: in process with
 * {@link io.kvsarchive.local.LocalKvsArchive}, on the command line with {@code ./run-example
 * serve}.
 *
 * <p>What is public here is for users; the packages below it are internal.
 */
@NullMarked
package io.kvsarchive.local;

import org.jspecify.annotations.NullMarked;
