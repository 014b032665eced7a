/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.flink.source.fetch;

import io.kvsarchive.flink.source.config.BrokenStreamPolicy;
import io.kvsarchive.flink.source.config.LostFragmentPolicy;
import io.kvsarchive.flink.source.config.ReaderSettings;
import io.kvsarchive.flink.source.config.WatermarkSettings;
import io.kvsarchive.flink.source.metrics.MediaMetrics;
import io.kvsarchive.flink.source.metrics.ReaderMetrics;
import io.kvsarchive.flink.source.split.FragmentProgress;
import io.kvsarchive.flink.source.split.FragmentToRead;
import io.kvsarchive.flink.source.split.KvsArchiveSplit;
import io.kvsarchive.media.Fragment;
import io.kvsarchive.media.Frame;
import io.kvsarchive.media.FrameFilter;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.media.TestBodies;
import io.kvsarchive.service.FakeArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.RetrySettings;
import io.kvsarchive.service.StreamReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Splits, and bodies that come as a test says. */
public final class TestMedia {

    public static final RetrySettings QUICK_RETRIES =
            new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(2));

    /** A wait between attempts that no test can sit out. */
    public static final RetrySettings LONG_WAITS =
            new RetrySettings(3, Duration.ofHours(100), Duration.ofHours(100));

    /** How many frames each fragment of the tests has. */
    public static final int FRAMES = 3;

    /** Keeps no frame of the tests' fragments, of which the only track is another. */
    public static final FrameFilter NO_FRAME = new FrameFilter(Set.of("no such track"), false);

    private TestMedia() {}

    /** Lost fragments are skipped. */
    public static final WatermarkSettings NO_WATERMARKS =
            new WatermarkSettings(false, Duration.ZERO, Duration.ZERO);

    public static ReaderSettings settings(RetrySettings retry) {
        return settings(retry, LostFragmentPolicy.SKIP);
    }

    public static ReaderSettings settings(RetrySettings retry, LostFragmentPolicy lostFragments) {
        return settings(retry, lostFragments, FrameFilter.ALL, false);
    }

    public static ReaderSettings settings(RetrySettings retry, FrameFilter frames) {
        return settings(retry, LostFragmentPolicy.SKIP, frames, false);
    }

    /** Fragments are emitted in the split's order. */
    public static ReaderSettings inOrder(RetrySettings retry) {
        return settings(retry, LostFragmentPolicy.SKIP, FrameFilter.ALL, true);
    }

    public static ReaderSettings inOrder(RetrySettings retry, long maxBufferedBytes) {
        return new ReaderSettings(
                ParserLimits.DEFAULT,
                maxBufferedBytes,
                retry,
                LostFragmentPolicy.SKIP,
                BrokenStreamPolicy.FAIL,
                FrameFilter.ALL,
                false,
                true,
                NO_WATERMARKS,
                true);
    }

    public static ReaderSettings skippingBrokenStreams(RetrySettings retry) {
        return new ReaderSettings(
                ParserLimits.DEFAULT,
                Long.MAX_VALUE,
                retry,
                LostFragmentPolicy.FAIL,
                BrokenStreamPolicy.SKIP,
                FrameFilter.ALL,
                false,
                false,
                NO_WATERMARKS,
                true);
    }

    private static ReaderSettings settings(
            RetrySettings retry,
            LostFragmentPolicy lostFragments,
            FrameFilter frames,
            boolean isOrdered) {
        return new ReaderSettings(
                ParserLimits.DEFAULT,
                Long.MAX_VALUE,
                retry,
                lostFragments,
                BrokenStreamPolicy.FAIL,
                frames,
                false,
                isOrdered,
                NO_WATERMARKS,
                true);
    }

    public static ReaderMetrics metrics() {
        return new ReaderMetrics(UnregisteredMetricsGroup.createSourceReaderMetricGroup(), true);
    }

    public static MediaMetrics mediaMetrics() {
        return metrics().ofStream("camera");
    }

    public static BufferBudget budget(long maxBytes) {
        return new BufferBudget(maxBytes, new FetcherWait());
    }

    public static KvsArchiveSplit split(String id, String... numbers) {
        return splitOf("camera", id, numbers);
    }

    public static KvsArchiveSplit splitOf(String stream, String id, String... numbers) {
        return new KvsArchiveSplit(
                id,
                1,
                new StreamReference(stream),
                Optional.empty(),
                Optional.of(FakeArchiveService.MEDIA_ENDPOINT),
                Arrays.stream(numbers).map(TestMedia::listed).toList(),
                Optional.empty());
    }

    /** As a listing tells of a fragment in {@link #bytes}, whose frames are a millisecond apart. */
    private static FragmentToRead listed(String number) {
        return new FragmentToRead.Listed(number, 0, 0, bytes(number).length, FRAMES - 1);
    }

    /** Fragments that were asked for by their numbers: of which no listing tells. */
    public static KvsArchiveSplit numberedSplit(String id, String... numbers) {
        KvsArchiveSplit split = split(id);
        return new KvsArchiveSplit(
                id,
                1,
                split.stream(),
                Optional.empty(),
                split.mediaEndpoint(),
                Arrays.stream(numbers).map(FragmentToRead::numbered).toList(),
                Optional.empty());
    }

    public static KvsArchiveSplit splitInProgress(
            String id, String number, int nextFrame, String... numbers) {
        KvsArchiveSplit split = split(id, numbers);
        return new KvsArchiveSplit(
                id,
                1,
                split.stream(),
                Optional.empty(),
                split.mediaEndpoint(),
                split.fragments(),
                Optional.of(new FragmentProgress(number, nextFrame)));
    }

    /** Answers every request with what it asks for, in that order. */
    public static MediaBody asAsked(List<String> numbers) {
        return body(numbers.toArray(new String[0]));
    }

    /** Answers every request with what it asks for, the last first. */
    public static MediaBody reversed(List<String> numbers) {
        List<String> reversed = new ArrayList<>(numbers);
        Collections.reverse(reversed);
        return asAsked(reversed);
    }

    public static Body body(String... numbers) {
        return new Body(bytes(numbers), true, null);
    }

    public static byte[] bytes(String... numbers) {
        return TestBodies.concat(
                Arrays.stream(numbers)
                        .map(number -> TestBodies.fragment(number, FRAMES))
                        .toArray(byte[][]::new));
    }

    public static Body bodyOf(byte[]... parts) {
        return new Body(TestBodies.concat(parts), true, null);
    }

    /** The requests for a split of a reader whose buffer has room for so many bytes. */
    static SplitRequests requests(
            KvsArchiveSplit split, FakeArchiveService service, ReaderSettings settings, long room) {
        return new SplitRequests(
                split,
                service,
                settings,
                budget(room),
                refusal -> {},
                mediaMetrics(),
                new RequestLog(System::nanoTime));
    }

    /** Reads on, waits included, as a split reader does; nothing if the split is complete. */
    public static Optional<SplitResult> next(SplitRequests requests)
            throws IOException, InterruptedException {
        Optional<SplitResult> next = requests.next();
        while (next.isEmpty() && !requests.isComplete()) {
            new FetcherWait().atLeast(requests.delay());
            next = requests.next();
        }
        return next;
    }

    /** What tells a fragment from others: the payloads of its frames. */
    public static List<String> payloads(Fragment fragment) {
        return payloads(fragment.frames());
    }

    public static List<String> payloads(List<Frame> frames) {
        return frames.stream()
                .map(frame -> new String(frame.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** A body in memory, of which may be said how it ends. */
    public static final class Body implements MediaBody {

        private final byte[] bytes;
        private final boolean endIsDelimited;
        private final IOException failure;
        private boolean isClosed;

        private Body(byte[] bytes, boolean endIsDelimited, IOException failure) {
            this.bytes = bytes;
            this.endIsDelimited = endIsDelimited;
            this.failure = failure;
        }

        Body cutTo(int length) {
            return new Body(Arrays.copyOf(bytes, length), endIsDelimited, failure);
        }

        /** Ends with the connection, as a body without chunks or Content-Length. */
        Body endingWithTheConnection() {
            return new Body(bytes, false, failure);
        }

        Body failingAtItsEnd(String message) {
            return new Body(bytes, endIsDelimited, new IOException(message));
        }

        @Override
        public InputStream stream() {
            InputStream whole = new ByteArrayInputStream(bytes);
            return failure == null ? whole : new SequenceInputStream(whole, new Failing(failure));
        }

        @Override
        public boolean endIsDelimited() {
            return endIsDelimited;
        }

        @Override
        public void close() {
            isClosed = true;
        }

        boolean isClosed() {
            return isClosed;
        }
    }

    private static final class Failing extends InputStream {
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }
    }
}
