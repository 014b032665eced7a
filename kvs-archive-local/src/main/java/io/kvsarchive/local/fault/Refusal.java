/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.fault;

/** An error that is answered in place of what was asked for. */
public record Refusal(int status, String code, String message) {}
