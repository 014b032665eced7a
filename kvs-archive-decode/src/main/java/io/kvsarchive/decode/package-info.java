/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Pictures and sound of archived video. */
package io.kvsarchive.decode;
