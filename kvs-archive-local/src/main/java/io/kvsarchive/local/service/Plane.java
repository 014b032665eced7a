/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

/**
 * What an endpoint is for. Each has an address of its own, as GetDataEndpoint hands them out for
 * each API in the service.
 */
public enum Plane {
    CONTROL,
    LISTING,
    MEDIA,
    LIVE
}
