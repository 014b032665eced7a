/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What streams hold: fragments by number and by time, from files, recorded bodies and generated
 * media.
 *
 * <p>Knows nothing of the wire. A stream of hundreds of millions of generated fragments takes no
 * more memory than its description.
 *
 * <p>Internal: public is what the other packages of the local archive need, and it may change in
 * any release. What users need is in {@link io.kvsarchive.local}.
 */
@NullMarked
package io.kvsarchive.local.archive;

import org.jspecify.annotations.NullMarked;
