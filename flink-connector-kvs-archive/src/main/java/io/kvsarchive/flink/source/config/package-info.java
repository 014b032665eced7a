/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What users set: every option, the policies and enums that they name, and the settings that are
 * made of them.
 */
@NullMarked
package io.kvsarchive.flink.source.config;

import org.jspecify.annotations.NullMarked;
