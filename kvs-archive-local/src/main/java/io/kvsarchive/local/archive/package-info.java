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
 */
@NullMarked
package io.kvsarchive.local.archive;

import org.jspecify.annotations.NullMarked;
