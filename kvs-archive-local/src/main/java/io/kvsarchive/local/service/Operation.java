/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import java.util.Arrays;
import java.util.Optional;

/** The operations that are served, with their paths in the service models of 2017-09-30. */
enum Operation {
    CREATE_STREAM(Plane.CONTROL, "CreateStream"),
    DESCRIBE_STREAM(Plane.CONTROL, "DescribeStream"),
    LIST_STREAMS(Plane.CONTROL, "ListStreams"),
    DELETE_STREAM(Plane.CONTROL, "DeleteStream"),
    GET_DATA_ENDPOINT(Plane.CONTROL, "GetDataEndpoint"),
    LIST_FRAGMENTS(Plane.LISTING, "ListFragments"),
    GET_MEDIA_FOR_FRAGMENT_LIST(Plane.MEDIA, "GetMediaForFragmentList");

    private final Plane plane;
    private final String modelName;

    Operation(Plane plane, String modelName) {
        this.plane = plane;
        this.modelName = modelName;
    }

    Plane plane() {
        return plane;
    }

    String modelName() {
        return modelName;
    }

    /** All operations are {@code POST /<operationNameLowerCamel>} in the service models. */
    private String path() {
        return "/" + Character.toLowerCase(modelName.charAt(0)) + modelName.substring(1);
    }

    static Optional<Operation> of(String method, String path) {
        return Arrays.stream(values())
                .filter(operation -> method.equals("POST") && operation.path().equals(path))
                .findFirst();
    }
}
