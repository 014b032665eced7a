/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Archived media as values, and the parser that reads them from the bytes of a
 * GetMediaForFragmentList body.
 *
 * <p>Knows bytes only: neither Flink nor AWS.
 *
 * <p>{@link io.kvsarchive.media.Frame}, {@link io.kvsarchive.media.FragmentMetadata}, {@link
 * io.kvsarchive.media.Track} and {@link io.kvsarchive.media.Tag}, with the types that they are made
 * of, are what users of the connector meet. The rest is internal to the connector and may change in
 * any release.
 */
@NullMarked
package io.kvsarchive.media;

import org.jspecify.annotations.NullMarked;
