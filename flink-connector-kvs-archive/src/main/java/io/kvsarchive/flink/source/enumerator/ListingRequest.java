/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.service.StreamReference;
import java.util.Optional;

/**
 * What is to be found out about a stream.
 *
 * @param knownArn which stream the name stood for when the job first listed it
 * @param arnIsChecked whether the name has been found to stand for that stream since the job
 *     started or was restored
 * @param position the window to list; empty where only the media endpoint is lacking
 */
record ListingRequest(
        StreamReference stream,
        Optional<String> knownArn,
        boolean arnIsChecked,
        Optional<ListingPosition> position) {}
