/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kinesisvideoarchivedmedia.model.GetMediaForFragmentListResponse;

/** A body that comes from the SDK. */
final class SdkMediaBody implements MediaBody {

    private final ResponseInputStream<GetMediaForFragmentListResponse> response;

    SdkMediaBody(ResponseInputStream<GetMediaForFragmentListResponse> response) {
        this.response = response;
    }

    @Override
    public InputStream stream() {
        return response;
    }

    @Override
    public boolean endIsDelimited() {
        SdkHttpResponse http = response.response().sdkHttpResponse();
        return http.firstMatchingHeader("Content-Length").isPresent()
                || http.firstMatchingHeader("Transfer-Encoding").isPresent();
    }

    @Override
    public void close() {
        // The stream's own close() would read, and be billed for, all that is left of the body.
        response.abort();
    }
}
