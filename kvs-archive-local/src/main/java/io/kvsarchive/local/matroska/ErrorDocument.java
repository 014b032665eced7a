/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.matroska;

import java.util.List;

/**
 * What the service sends in the place of a fragment that it knows and cannot read: an EBML header
 * and a Segment with nothing but tags, as the body in aws/aws-sdk-js#3217 shows.
 */
public final class ErrorDocument {

    private ErrorDocument() {}

    /** The code and the id of that body. */
    public static byte[] fragmentNotFound(String fragmentNumber) {
        EbmlWriter out = new EbmlWriter();
        out.raw(DocumentWriter.ebmlHeader()).headOfUnknownSize(ElementId.SEGMENT);
        ServiceTags.writeTags(
                out,
                List.of(
                        new SimpleTag("AWS_KINESISVIDEO_ERROR_CODE", "FRAGMENT_NOT_FOUND"),
                        new SimpleTag("AWS_KINESISVIDEO_ERROR_ID", "3000"),
                        new SimpleTag(ServiceTags.FRAGMENT_NUMBER, fragmentNumber)));
        return out.toBytes();
    }
}
