/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The archived-media service of Amazon Kinesis Video Streams, as narrow as the connector needs it.
 *
 * <p>Knows the AWS SDK, of which nothing shows outside this package, and no Flink. {@link
 * io.kvsarchive.service.FragmentSelectorType} is what users of the connector meet; the rest is
 * internal to the connector and may change in any release.
 */
@NullMarked
package io.kvsarchive.service;

import org.jspecify.annotations.NullMarked;
