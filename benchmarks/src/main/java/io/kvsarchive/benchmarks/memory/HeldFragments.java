/*
 * Copyright the flink-connector-kvs-archive authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.kvsarchive.benchmarks.memory;

import io.kvsarchive.benchmarks.read.BodyReader;
import io.kvsarchive.benchmarks.server.ServerAccess;
import io.kvsarchive.media.FragmentParser;
import io.kvsarchive.media.FragmentResult;
import io.kvsarchive.media.ParserLimits;
import io.kvsarchive.service.ArchiveService;
import io.kvsarchive.service.AwsArchiveService;
import io.kvsarchive.service.MediaBody;
import io.kvsarchive.service.StreamReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads answers side by side, so that each reader holds a whole fragment when the others do, and
 * prints how many bytes of heap were alive then. A reader lets go of a fragment before it reads on.
 */
public final class HeldFragments {

    private final CyclicBarrier all;
    private volatile long liveBytes;

    private HeldFragments(int readers) {
        this.all = new CyclicBarrier(readers, () -> liveBytes = Math.max(liveBytes, used()));
    }

    /**
     * Reads, and exits with another code than 0 where the heap is too small.
     *
     * @param arguments the server's endpoint, and how many readers there are
     */
    public static void main(String[] arguments) throws Exception {
        URI endpoint = URI.create(arguments[0]);
        int readers = Integer.parseInt(arguments[1]);
        HeldFragments held = new HeldFragments(readers);
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try (ArchiveService service = new AwsArchiveService(ServerAccess.settings(endpoint))) {
            // What the SDK and the parser load is not what is asked for.
            read(service, endpoint);
            long before = used();
            List<Future<Void>> readings = new ArrayList<>();
            for (int reader = 0; reader < readers; reader++) {
                readings.add(
                        threads.submit(
                                () -> {
                                    held.readTogether(endpoint);
                                    return null;
                                }));
            }
            for (Future<Void> reading : readings) {
                reading.get();
            }
            System.out.println(held.liveBytes - before);
        }
        System.exit(0);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void read(ArchiveService service, URI endpoint) throws Exception {
        try (MediaBody body = media(service, endpoint)) {
            BodyReader.PARSER.read(body.stream());
        }
    }

    private void readTogether(URI endpoint) throws Exception {
        try (ArchiveService service = new AwsArchiveService(ServerAccess.settings(endpoint));
                MediaBody body = media(service, endpoint)) {
            FragmentParser parser = new FragmentParser(body.stream(), ParserLimits.DEFAULT);
            while (holdNext(parser)) {
                // One after the other.
            }
        }
    }

    private boolean holdNext(FragmentParser parser) throws Exception {
        Optional<FragmentResult> fragment = parser.next();
        all.await();
        return fragment.isPresent();
    }

    private static MediaBody media(ArchiveService service, URI endpoint) throws Exception {
        return service.getMedia(new StreamReference("stream"), endpoint, List.of("1"));
    }
}
