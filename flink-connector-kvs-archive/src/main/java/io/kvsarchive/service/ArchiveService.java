/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.service;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What the connector asks of the service. Safe for use by several threads.
 *
 * <p>All calls block, and none is repeated after a failure: the caller knows best whether, when and
 * for what to ask again. Only where an endpoint may have moved does a call ask for a fresh one and
 * go there.
 */
@Internal
public interface ArchiveService extends AutoCloseable {

    /**
     * One page of the account's streams in the region.
     *
     * @param prefix what their names begin with; empty for all
     * @param nextToken of the page before; empty for the first one
     * @throws ArchiveServiceException if the service refuses or can't be reached
     */
    StreamPage listStreams(String prefix, Optional<String> nextToken)
            throws ArchiveServiceException;

    /**
     * Tells what there is to know of a stream, such as its ARN: a stream that was deleted and
     * created again under the same name has another one.
     *
     * @return empty if the caller is not allowed to ask
     * @throws ArchiveServiceException if the service refuses for another reason or can't be reached
     */
    Optional<StreamDescription> describe(StreamReference stream) throws ArchiveServiceException;

    /**
     * The endpoint that serves a stream's media, asked of the service once and kept.
     *
     * @throws ArchiveServiceException if the service refuses or can't be reached
     */
    URI mediaEndpoint(StreamReference stream) throws ArchiveServiceException;

    /**
     * The first page of the fragments that the selector selects.
     *
     * @param maxResults how many fragments to list at most, 1 to 1000; the call is charged by it
     * @throws ArchiveServiceException if the service refuses or can't be reached
     */
    FragmentPage listFragments(StreamReference stream, FragmentSelector selector, int maxResults)
            throws ArchiveServiceException;

    /**
     * The page that follows one with a token.
     *
     * @throws ArchiveServiceException if the service refuses or can't be reached
     */
    FragmentPage listFragments(StreamReference stream, String nextToken, int maxResults)
            throws ArchiveServiceException;

    /**
     * Begins to read fragments. The service refuses the whole request for a single number that it
     * doesn't know, and may deliver the fragments in another order than asked.
     *
     * @param endpoint where to ask, as {@link #mediaEndpoint} told, on this machine or another; it
     *     is replaced by a fresh one when it fails
     * @param fragmentNumbers 1 to 1000 numbers, none twice
     * @throws ArchiveServiceException if the service refuses or can't be reached
     */
    MediaBody getMedia(StreamReference stream, URI endpoint, List<String> fragmentNumbers)
            throws ArchiveServiceException;

    /** Drops the stream's media endpoint, so that the next request asks for a fresh one. */
    void forgetMediaEndpoint(StreamReference stream);

    /** Ends all calls and bodies under way, which then fail, and frees the connections. */
    @Override
    void close();
}
