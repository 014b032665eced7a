/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.reader;

import io.kvsarchive.flink.source.frame.ArchivedFrame;

/**
 * One element of a fetch: a checkpoint can fall before or after it.
 *
 * @param lastOfFragment whether the fragment is done with this frame
 */
record FetchedFrame(ArchivedFrame frame, boolean lastOfFragment) {}
