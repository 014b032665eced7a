/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local.service;

import io.kvsarchive.local.Fault;
import io.kvsarchive.local.Quota;
import io.kvsarchive.local.ReceivedRequest;
import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.Streams;
import io.kvsarchive.local.fault.CallFaults;
import io.kvsarchive.local.fault.FaultSwitches;
import io.kvsarchive.local.quota.CallQuotas;
import io.kvsarchive.local.quota.QuotaSwitches;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Dispatches requests to the operations that they call, whichever way they came. Safe for use by
 * several threads.
 */
public final class RequestDispatcher {

    /** As in the service model. */
    private static final Pattern STREAM_ARN =
            Pattern.compile(
                    "(?=.{1,1024}$)arn:[a-z\\d-]+:kinesisvideo:[a-z0-9-]+:[0-9]+:[a-z]+"
                            + "/[a-zA-Z0-9_.-]+/[0-9]+");

    private final Streams streams;
    private final StreamOperations streamOperations;
    private final FaultSwitches faultSwitches;
    private final QuotaSwitches quotaSwitches;
    private final BiConsumer<ReceivedRequest, Optional<Quota>> log;
    private final LongConsumer sentBytes;

    /**
     * @param endpoints gives the address of each plane
     * @param faultSwitches what goes wrong on purpose
     * @param quotaSwitches how much may be asked for
     * @param log is told of each request with its outcome, and of the quota that refused it, by
     *     several threads
     * @param sentBytes is told how much of each media body was sent, by several threads
     */
    public RequestDispatcher(
            Streams streams,
            Function<Plane, URI> endpoints,
            FaultSwitches faultSwitches,
            QuotaSwitches quotaSwitches,
            BiConsumer<ReceivedRequest, Optional<Quota>> log,
            LongConsumer sentBytes) {
        this.streams = streams;
        this.streamOperations = new StreamOperations(streams, endpoints);
        this.faultSwitches = faultSwitches;
        this.quotaSwitches = quotaSwitches;
        this.log = log;
        this.sentBytes = sentBytes;
    }

    /**
     * Answers a request; an error of the service is an answer too.
     *
     * @param plane whose endpoint the request came to
     * @param accessKey tells who signed the request
     */
    public Reply answer(
            Plane plane, Supplier<String> accessKey, String method, String path, byte[] body) {
        Optional<Operation> operation = Operation.of(method, path);
        if (operation.isEmpty()) {
            // InvalidAction, 400, of the table of common errors in the API reference.
            return new Reply.Failure(
                    400,
                    "InvalidAction",
                    "The local archive does not serve " + method + " " + path);
        }
        Call call = new Call(operation.get());
        Reply reply = call.answer(plane, accessKey, body);
        log.accept(call.received(reply, body), call.exceeded);
        return reply;
    }

    /** Notes that so much of a media body was sent, which is its end. */
    public void mediaSent(long bytes) {
        sentBytes.accept(bytes);
    }

    /** One call of an operation, and what became known of it on the way. */
    private final class Call {

        private final Operation operation;
        private String stream = "";
        private List<String> fragments = List.of();
        private Set<Fault> faults = Set.of();
        private Optional<Quota> exceeded = Optional.empty();

        private Call(Operation operation) {
            this.operation = operation;
        }

        private Reply answer(Plane plane, Supplier<String> accessKey, byte[] body) {
            try {
                RequestFields request = RequestFields.parse(body);
                Optional<String> arn = request.text("StreamARN", STREAM_ARN);
                Optional<String> name = request.text("StreamName", Streams.NAME);
                stream = arn.or(() -> name).orElse("");
                if (operation.plane() != plane) {
                    return onWrongEndpoint();
                }
                String streamName = arn.map(Streams::nameIn).or(() -> name).orElse("");
                CallFaults callFaults = faultSwitches.begin(operation.modelName(), streamName);
                faults = callFaults.hit();
                ServiceException.throwIf(callFaults.refusal(accessKey));
                CallQuotas quotas = quotaSwitches.begin(streamName);
                try {
                    return perform(request, arn, name, callFaults, quotas);
                } finally {
                    exceeded = quotas.exceeded();
                }
            } catch (ServiceException e) {
                return new Reply.Failure(e.status(), e.code(), e.getMessage());
            }
        }

        /**
         * An archived call on an endpoint that is not its own was seen to give an empty object and
         * no error: aws/amazon-kinesis-video-streams-parser-library#27.
         */
        private Reply onWrongEndpoint() {
            faults = Set.of(Fault.WRONG_ENDPOINT);
            return switch (operation) {
                case LIST_FRAGMENTS -> Answer.of(json -> {});
                case GET_MEDIA_FOR_FRAGMENT_LIST -> new Reply.Nothing();
                default ->
                        throw new ServiceException(
                                400,
                                "InvalidAction",
                                operation.modelName() + " is for the control plane's endpoint");
            };
        }

        private Reply perform(
                RequestFields request,
                Optional<String> arn,
                Optional<String> name,
                CallFaults callFaults,
                CallQuotas quotas) {
            return switch (operation) {
                case CREATE_STREAM -> streamOperations.createStream(request);
                case LIST_STREAMS ->
                        paid(quotas, Quota.LIST_STREAMS, streamOperations.listStreams(request));
                case DESCRIBE_STREAM ->
                        paid(
                                quotas,
                                Quota.DESCRIBE_STREAM,
                                streamOperations.describeStream(find(arn, name)));
                case DELETE_STREAM -> streamOperations.deleteStream(find(arn, name));
                case GET_DATA_ENDPOINT -> {
                    find(arn, name);
                    yield paid(
                            quotas,
                            Quota.GET_DATA_ENDPOINT,
                            streamOperations.getDataEndpoint(request));
                }
                case LIST_FRAGMENTS ->
                        ListFragments.answer(find(arn, name), request, callFaults, quotas);
                case GET_MEDIA_FOR_FRAGMENT_LIST -> {
                    fragments = GetMediaForFragmentList.fragments(request);
                    yield GetMediaForFragmentList.answer(
                            find(arn, name), fragments, callFaults, quotas);
                }
            };
        }

        /** The answer to a call that is refused for nothing but its quota. */
        private Reply paid(CallQuotas quotas, Quota quota, Reply reply) {
            ServiceException.throwIf(quotas.take(quota, 1));
            return reply;
        }

        private ArchivedStream find(Optional<String> arn, Optional<String> name) {
            if (arn.isPresent()) {
                return streams.findByArn(arn.get())
                        .orElseThrow(() -> ServiceException.noSuchStream(arn.get()));
            }
            String streamName =
                    name.orElseThrow(
                            () ->
                                    ServiceException.invalidArgument(
                                            "Either StreamName or StreamARN must be given"));
            return streams.find(streamName)
                    .orElseThrow(() -> ServiceException.noSuchStream(streamName));
        }

        private ReceivedRequest received(Reply reply, byte[] body) {
            int status = reply instanceof Reply.Failure failure ? failure.status() : 200;
            String error = reply instanceof Reply.Failure failure ? failure.code() : "";
            return new ReceivedRequest(
                    operation.modelName(),
                    stream,
                    status,
                    error,
                    fragments,
                    new String(body, StandardCharsets.UTF_8),
                    faults);
        }
    }
}
