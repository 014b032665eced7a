/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.read;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListRequest;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListResponse;

/** The SDK's client of the service, on one HTTP client. */
interface MediaClient extends AutoCloseable {

    GetMediaForFragmentListRequest REQUEST =
            GetMediaForFragmentListRequest.builder().streamName("stream").fragments("1").build();

    ResponseInputStream<GetMediaForFragmentListResponse> getMedia();

    @Override
    void close();
}
