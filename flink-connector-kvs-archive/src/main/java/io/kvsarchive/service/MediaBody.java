/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.io.InputStream;
import org.apache.flink.annotation.Internal;

/** The body of a GetMediaForFragmentList answer, while it arrives. */
@Internal
public interface MediaBody extends AutoCloseable {

    /** The bytes as they come. A read fails once the body is closed or its service is. */
    InputStream stream();

    /**
     * Whether HTTP itself says where the body ends (by chunks or a Content-Length), so that a clean
     * end of the stream proves that the service had no more to send.
     */
    boolean endIsDelimited();

    /**
     * Gives the body up at once. What has not been read yet is neither read nor billed; the
     * connection is dropped unless the body was read to its end.
     */
    @Override
    void close();
}
