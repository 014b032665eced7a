/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.local;

import io.kvsarchive.local.archive.ArchivedStream;
import io.kvsarchive.local.archive.StreamSettings;
import io.kvsarchive.local.archive.Streams;
import io.kvsarchive.local.fault.FaultSwitches;
import io.kvsarchive.local.http.CallerCheck;
import io.kvsarchive.local.http.HttpEndpoints;
import io.kvsarchive.local.matroska.FragmentDocument;
import io.kvsarchive.local.matroska.MatroskaFile;
import io.kvsarchive.local.matroska.MediaSource;
import io.kvsarchive.local.matroska.RecordedBody;
import io.kvsarchive.local.quota.QuotaSwitches;
import io.kvsarchive.local.service.Plane;
import io.kvsarchive.local.service.RequestDispatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on loopback that speaks the wire protocol of Kinesis Video Streams' archived media, so
 * that unmodified AWS SDKs can list and read what it holds.
 *
 * <p>Threads of its own serve until {@link #close()}; they don't keep the process alive. All
 * methods may be called by several threads, and streams may be added while others are read.
 */
public final class LocalKvsArchive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalKvsArchive.class);

    private final LocalKvsArchiveConfig config;
    private final Streams streams;
    private final HttpEndpoints endpoints;
    private final RequestLog requests = new RequestLog();
    private final FaultSwitches faults;
    private final QuotaSwitches quotas;

    private LocalKvsArchive(LocalKvsArchiveConfig config) throws IOException {
        this.config = config;
        this.streams =
                new Streams(
                        config.region(),
                        config.accountId(),
                        config.seed(),
                        config.uploadDelay(),
                        config.clock());
        this.faults = new FaultSwitches(config.clock());
        this.quotas = new QuotaSwitches(config.clock());
        this.endpoints = HttpEndpoints.bind(config.port());
        endpoints.serve(
                new RequestDispatcher(
                        streams,
                        endpoints::address,
                        faults,
                        quotas,
                        requests::add,
                        requests::addSentBytes),
                new CallerCheck(config.region(), config.secretKeys()));
    }

    /** Starts an empty archive with the defaults, on free ports. */
    public static LocalKvsArchive start() {
        return start(LocalKvsArchiveConfig.builder().build());
    }

    /**
     * Starts an empty archive.
     *
     * @throws UncheckedIOException if a port is taken; the message names it
     */
    public static LocalKvsArchive start(LocalKvsArchiveConfig config) {
        try {
            return new LocalKvsArchive(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The address of the control plane; data endpoints are to be asked for there. */
    public URI endpoint() {
        return address(Plane.CONTROL);
    }

    URI address(Plane plane) {
        return endpoints.address(plane);
    }

    /** The region that callers must sign for. */
    public String region() {
        return config.region();
    }

    /** The calls that came. */
    public RequestLog requests() {
        return requests;
    }

    /**
     * How many connections clients hold open. One that a client drops counts until that is seen.
     */
    public int openConnections() {
        return endpoints.openConnections();
    }

    /**
     * Creates an empty stream, with the longest retention that there is.
     *
     * @return its ARN
     * @throws IllegalArgumentException if the name is not one that the service allows, or taken
     */
    public String createStream(String name) {
        return streams.create(name, StreamSettings.ofMaxRetention())
                .orElseThrow(() -> new IllegalArgumentException("There is a stream " + name))
                .info()
                .arn();
    }

    /** The names of the streams, in alphabetical order. */
    public List<String> streamNames() {
        return streams.names();
    }

    /**
     * The ARN of a stream.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public String streamArn(String name) {
        return stream(name).info().arn();
    }

    /**
     * How many fragments of a stream are visible now: all but those of live media that are to come.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public long fragmentCount(String name) {
        return stream(name).size();
    }

    /**
     * What is visible of a stream now: part by part as they were added, each in the order of
     * producer timestamps. The fragments of generated streams are made as the result is consumed.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Stream<StoredFragment> fragments(String name) {
        return stream(name).fragments();
    }

    /** The first and the last fragment of each part that is visible now: cheap for any number. */
    Stream<StoredFragment> edges(String name) {
        return stream(name).edges();
    }

    /**
     * What is served for a fragment.
     *
     * @throws IllegalArgumentException if there is no such stream, or no such fragment in it
     * @throws IOException if its file cannot be read
     */
    public byte[] readFragment(String name, String fragmentNumber) throws IOException {
        ArchivedStream.Found found =
                stream(name)
                        .find(fragmentNumber)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Stream %s has no fragment %s"
                                                        .formatted(name, fragmentNumber)));
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(found.fragment().size()));
        try (FragmentDocument document = found.open()) {
            document.read(bytes);
        }
        return bytes.array();
    }

    /**
     * The frames of a generated fragment, in the order of its document.
     *
     * @throws IllegalArgumentException if there is no such stream, or no such generated fragment in
     *     it
     */
    public List<GeneratedFrame> generatedFrames(String name, String fragmentNumber) {
        return stream(name)
                .find(fragmentNumber)
                .flatMap(ArchivedStream.Found::generatedFrames)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Stream %s has no generated fragment %s"
                                                .formatted(name, fragmentNumber)));
    }

    private ArchivedStream stream(String name) {
        return streams.find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no stream " + name));
    }

    /**
     * Cuts a Matroska file into fragments, at key frames of its first video track or about every
     * two seconds where it has none, and puts them into a stream, which is created if there is none
     * of that name. The file is read when its fragments are, and must stay as it is.
     *
     * @param producerStart the time at the beginning of the file, to the millisecond
     * @throws IllegalArgumentException if that is before 1970, or the service allows no such name
     * @throws IOException if the file cannot be read, or is not a whole Matroska file; the message
     *     is one line that names the file and the byte
     */
    public void addMatroskaFile(String name, Path file, Instant producerStart) throws IOException {
        add(name, index(MediaSource.of(file)), producerStart);
    }

    MatroskaFile index(MediaSource source) throws IOException {
        return MatroskaFile.index(source, config.minFragmentDuration());
    }

    void add(String name, MatroskaFile file, Instant producerStart) {
        streams.getOrCreate(name).add(file, producerStart);
    }

    /**
     * Puts the fragments of a body that was recorded from the service into a stream, which is
     * created if there is none of that name. They keep their numbers and timestamps; one whose
     * number the stream has already is left out, with a warning in the log. The file is read when
     * its fragments are, and must stay as it is.
     *
     * @throws IOException if the file cannot be read, or is not a whole body; the message is one
     *     line that names the file and the byte
     */
    public void addRecordedBody(String name, Path body) throws IOException {
        MediaSource source = MediaSource.of(body);
        List<String> leftOut = streams.getOrCreate(name).add(RecordedBody.fragmentsOf(source));
        if (!leftOut.isEmpty()) {
            LOG.warn(
                    "Stream {} has fragments {} already, those of {} are left out",
                    name,
                    leftOut,
                    body);
        }
    }

    /**
     * Puts generated media into the stream that the description names, which is created if there is
     * none of that name.
     */
    public void addGeneratedStream(GeneratedStream generated) {
        streams.getOrCreate(generated.name()).add(generated);
    }

    /**
     * Adds what a folder holds: a file {@code X.mkv} becomes the stream X, a folder a stream with
     * all of its {@code .mkv} files, in alphabetical order, as sessions. Recorded bodies are known
     * by their fragment numbers. All other files begin at the date that they bear, or else at their
     * last modification.
     *
     * @return the names of the streams
     * @throws IOException if a file cannot be read or is not whole; the message is one line that
     *     names the file and the byte
     */
    public List<String> addFolder(Path folder) throws IOException {
        return new ArchiveFolder(folder).addTo(this);
    }

    /** Lets all streams go wrong so from now on, but for those that have faults of their own. */
    public void setFaults(Faults faults) {
        this.faults.set(faults);
    }

    /**
     * Lets one stream go wrong so from now on, and not as all others do.
     *
     * @param name of a stream that there is, or will be
     */
    public void setFaults(String name, Faults faults) {
        this.faults.set(name, faults);
    }

    /** Lets nothing go wrong any more; what moved or is deleted stays so. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * Limits from now on what may be asked of all streams, but for those that have quotas of their
     * own. Nothing is limited before. What bodies that are under way take of the bandwidth stays as
     * it is, but they count as connections.
     *
     * @param quotas {@link Quotas#none()} to limit nothing any more
     */
    public void setQuotas(Quotas quotas) {
        this.quotas.set(quotas);
    }

    /**
     * Limits from now on what may be asked of one stream, not together with the others: as if it
     * were alone in its account.
     *
     * @param name of a stream that there is, or will be
     * @param quotas {@link Quotas#none()} to limit nothing of this stream
     */
    public void setQuotas(String name, Quotas quotas) {
        this.quotas.set(name, quotas);
    }

    /**
     * Deletes a stream and what it holds. One of the same name that is created afterwards has
     * another ARN and other fragment numbers.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public void deleteStream(String name) {
        streams.delete(stream(name));
    }

    /**
     * Moves the data endpoints of ListFragments and GetMediaForFragmentList to free ports, for all
     * streams. The former ones answer as endpoints of other APIs do: with nothing.
     */
    public void moveDataEndpoints() {
        try {
            endpoints.move(Plane.LISTING);
            endpoints.move(Plane.MEDIA);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Stops serving and breaks all connections. */
    @Override
    public void close() {
        endpoints.close();
    }
}
