/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.enumerator;

import io.kvsarchive.flink.source.loss.LostFragmentPolicy;
import io.kvsarchive.flink.source.loss.UnavailableDataException;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.ArchiveServiceException;
import io.kvsarchive.service.ServiceErrorKind;
import io.kvsarchive.service.StreamReference;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what the enumerator needs to know of a stream. Blocks while it calls the service. */
final class StreamLister {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLister.class);

    private final ArchiveService service;
    private final WindowLister windows;
    private final LostFragmentPolicy lostFragments;

    StreamLister(ArchiveService service, EnumeratorSettings settings) {
        this.service = service;
        this.windows = new WindowLister(service, settings);
        this.lostFragments = settings.lostFragments();
    }

    /**
     * Answers a request.
     *
     * @throws UnavailableDataException if the stream does not exist, or if data that the job was to
     *     read is gone and the policy is to fail
     * @throws IOException if the service can't be reached, or refuses the caller
     */
    Listing list(ListingRequest request) throws IOException {
        try {
            Optional<String> arn =
                    request.arnIsChecked() ? request.knownArn() : checkedArn(request);
            URI endpoint = service.mediaEndpoint(request.stream());
            return new Listing(
                    endpoint,
                    arn,
                    request.position().isPresent()
                            ? Optional.of(windows.list(request.stream(), request.position().get()))
                            : Optional.empty());
        } catch (ArchiveServiceException e) {
            throw e.kind() == ServiceErrorKind.NOT_FOUND
                    ? new UnavailableDataException(e.getMessage(), e)
                    : e;
        }
    }

    private Optional<String> checkedArn(ListingRequest request)
            throws ArchiveServiceException, UnavailableDataException {
        Optional<String> known = request.knownArn();
        Optional<String> arn = service.arn(request.stream()).or(() -> known);
        if (known.isPresent() && !arn.equals(known)) {
            streamIsAnother(request.stream(), known.get(), arn.get());
        }
        return arn;
    }

    private void streamIsAnother(StreamReference stream, String before, String now)
            throws UnavailableDataException {
        String what =
                "Stream '"
                        + stream
                        + "' was deleted and created again since the job began to read it: it was "
                        + before
                        + " and is "
                        + now
                        + ". What the job had not read of the former is gone.";
        if (lostFragments == LostFragmentPolicy.FAIL) {
            throw new UnavailableDataException(
                    what
                            + " Start the job without its state, or set the option"
                            + " 'on-lost-fragment' to 'skip' to go on with the new stream.",
                    null);
        }
        LOG.warn("{} The job goes on with the new stream.", what);
    }
}
