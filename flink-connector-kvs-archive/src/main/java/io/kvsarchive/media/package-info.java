/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Archived media as values, and the parser that reads them from the bytes of a
 * GetMediaForFragmentList body.
 *
 * <p>Knows bytes only: neither AWS nor Flink, but for the annotations that tell whom a type is for.
 * Users of the connector meet {@link io.kvsarchive.media.Frame}, {@link
 * io.kvsarchive.media.FragmentMetadata} and the types that these are made of. The rest may change
 * in any release.
 */
@NullMarked
package io.kvsarchive.media;

import org.jspecify.annotations.NullMarked;
