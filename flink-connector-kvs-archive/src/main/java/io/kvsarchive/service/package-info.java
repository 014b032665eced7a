/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The archived-media service of Amazon Kinesis Video Streams, as narrow as the connector needs it.
 *
 * <p>Knows the AWS SDK, of which nothing shows outside this package, and no Flink, but for the
 * annotations that tell whom a type is for. Users of the connector meet {@link
 * io.kvsarchive.service.FragmentSelectorType} and {@link io.kvsarchive.service.StreamDescription}.
 * The rest may change in any release.
 */
@NullMarked
package io.kvsarchive.service;

import org.jspecify.annotations.NullMarked;
